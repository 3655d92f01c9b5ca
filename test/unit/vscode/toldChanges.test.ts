import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { ToldChanges } from '../../../src/vscode/toldChanges.ts';

interface Row {
  readonly id: string;
}

/** Longer than all that is waited for. */
const LONG = 60;

describe('Changes of a tree that VS Code is told of', () => {
  const [one, two]: readonly [Row, Row] = [{ id: 'one' }, { id: 'two' }];
  let told: (readonly Row[] | 'all')[];
  let changes: ToldChanges<Row>;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    told = [];
    changes = new ToldChanges((rows) => void told.push(rows ?? 'all'));
  });
  afterEach(() => {
    changes.dispose();
    mock.timers.reset();
  });

  const pass = (seconds: number): void => {
    for (let second = 0; second < seconds; second += 1) mock.timers.tick(1000);
  };

  it('are told again for which it does not come, a few times', () => {
    for (const row of [undefined, one]) changes.answered(row);
    changes.tell([one]);
    changes.tell();
    pass(LONG);
    assert.deepEqual(told, [[one], 'all', [one], 'all', [one], 'all']);
  });

  it('are told together, and again alone', () => {
    for (const row of [one, two]) changes.answered(row);
    changes.tell([one, two]);
    changes.asked(one);
    pass(LONG);
    assert.deepEqual(told, [[one, two], [two], [two]]);
  });

  it('are told once where it comes, be the answer there already or not', () => {
    for (const row of [one, two]) changes.answered(row);
    changes.tell([one, two]);
    changes.asked(one);
    changes.answered(two);
    pass(LONG);
    assert.deepEqual(told, [[one, two]]);
  });

  it('are told once while it waits for an answer, which will have them', () => {
    changes.answered(one);
    changes.asked(one);
    changes.tell([one]);
    pass(LONG);
    assert.deepEqual(told, [[one]]);
  });

  it('are told once of rows below which it never asked, or that are gone', () => {
    changes.answered(one);
    changes.tell([one, two]);
    changes.forget(one);
    pass(LONG);
    assert.deepEqual(told, [[one, two]]);
  });

  it('are told no more at the end', () => {
    changes.answered(one);
    changes.tell([one]);
    changes.dispose();
    pass(LONG);
    assert.deepEqual(told, [[one]]);
  });
});
