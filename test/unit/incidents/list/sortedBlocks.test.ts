import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SortedBlocks } from '../../../../src/core/incidents/list/sortedBlocks.ts';

interface Item {
  readonly id: number;
  key: number;
}

type Step =
  | { readonly kind: 'insert' | 'insertMany'; readonly keys: readonly number[] }
  | { readonly kind: 'delete' | 'change'; readonly pick: number; readonly key: number };

const compare = (one: Item, other: Item): number => one.key - other.key || one.id - other.id;
const keys = fc.integer({ min: 0, max: 50 });
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('insert' as const), keys: fc.array(keys, { minLength: 1, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('insertMany' as const), keys: fc.array(keys, { maxLength: 900 }) }),
    fc.record({ kind: fc.constantFrom('delete' as const, 'change' as const), pick: fc.nat(), key: keys }),
  ),
  { maxLength: 30 },
);

describe('a sorted list in blocks', () => {
  it('is what sorting all anew would give, whatever comes, goes and changes', () => {
    fc.assert(
      fc.property(steps, (all: readonly Step[]) => {
        const list = new SortedBlocks<Item>(compare);
        let model: Item[] = [];
        let next = 0;
        for (const step of all) {
          if ('keys' in step) {
            const items = step.keys.map((key) => ({ id: (next += 1), key }));
            if (step.kind === 'insertMany') list.insertAll(items);
            else for (const item of items) list.insert(item);
            model.push(...items);
          } else {
            const item = model[step.pick % Math.max(model.length, 1)];
            if (!item) continue;
            const before = model.indexOf(item);
            if (step.kind === 'delete') {
              list.delete(item);
              model = model.filter((one) => one !== item);
            } else {
              const hasMoved = list.change(item, () => {
                item.key = step.key;
              });
              model.sort(compare);
              assert.equal(hasMoved, model.indexOf(item) !== before);
            }
          }
          model.sort(compare);
          assert.equal(list.size, model.length);
          assert.deepEqual(list.first(Infinity), model);
          assert.deepEqual(list.first(7), model.slice(0, 7));
          const last = model.at(-1);
          if (last) assert.equal(list.rank(last), model.length - 1);
        }
      }),
    );
  });

  it('says so where it is asked to take out what it does not have', () => {
    const list = new SortedBlocks<Item>(compare);
    assert.throws(() => list.delete({ id: 1, key: 1 }), /not in the list/);
  });
});
