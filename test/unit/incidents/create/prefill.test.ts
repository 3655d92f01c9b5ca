import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { boundedText } from '../../../../src/core/incidents/create/context/boundedText.ts';
import { contextMarkdown } from '../../../../src/core/incidents/create/context/contextMarkdown.ts';
import { withoutPersonalPaths } from '../../../../src/core/incidents/create/context/withoutPersonalPaths.ts';
import { EMPTY_DRAFT } from '../../../../src/core/incidents/create/draft.ts';
import { type Gathered, prefillOf, withPrefill } from '../../../../src/core/incidents/create/prefill.ts';

function prefill(gathered: Partial<Gathered>) {
  let masks = 0;
  return prefillOf(
    { title: '', facts: [], blocks: [], ...gathered },
    {
      folders: ['/work/shop', 'C:\\work\\shop'],
      nextMask: () => `[masked ${(masks += 1)}]`,
      leftOut: (lines) => `${lines} more lines`,
    },
  );
}

describe('What an incident is filled with', () => {
  it('names files from the workspace on, and no home folder', () => {
    for (const [text, shown] of [
      ['at /work/shop/src/a.ts:3', 'at src/a.ts:3'],
      ['C:\\work\\shop\\src\\a.ts', 'src\\a.ts'],
      ['/home/erin/.npm/log', '~/.npm/log'],
      ['file:///Users/erin/x.ts', 'file://~/x.ts'],
      ['C:\\Users\\Erin\\x.ts', '~\\x.ts'],
      ['/root/x', '~/x'],
      ['https://example.com/home/erin/x', 'https://example.com/home/erin/x'],
    ] as const) {
      assert.equal(withoutPersonalPaths(text, ['/work/shop', 'C:\\work\\shop']), shown);
    }
  });

  it('has secrets masked before anything is cut, and tells which', () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${'abcdefgh\n'.repeat(300)}-----END PRIVATE KEY-----`;
    const text = `start\n${key}\nDB_PASSWORD=hunter2x`;
    const { description, secrets } = prefill({ blocks: [{ label: 'Terminal', text, language: '', keep: 'end' }] });
    assert.equal(description, 'Terminal:\n\n```\nstart\n[masked 1]\nDB_PASSWORD=[masked 2]\n```');
    assert.deepEqual(
      secrets.map(({ secret }) => secret),
      [key, 'hunter2x'],
    );
  });

  it('is bounded: code keeps its beginning, a log its end, and says how much is left out', () => {
    const text = Array.from({ length: 500 }, (_, line) => `line ${line}`).join('\n');
    const { description: code } = prefill({ blocks: [{ label: 'Code', text, language: 'ts', keep: 'start' }] });
    assert.match(code, /```ts\nline 0\n/);
    assert.match(code, /380 more lines$/);
    const { description: log } = prefill({ blocks: [{ label: 'Log', text, language: '', keep: 'end' }] });
    assert.match(log, /\nline 499\n```/);
  });

  it('is within its bounds whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.constantFrom('start', 'end'), (text, keep) => {
        const bounded = boundedText(text, { lines: 5, characters: 40, keep });
        assert.ok(bounded.text.length <= 41);
        assert.ok(bounded.text.split('\n').length <= 5);
      }),
    );
  });

  it('reads as one list and one block of code, whatever texts are in it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, text) => {
        fc.pre(value.trim() !== '' && text.trim() !== '' && !/[\r\n]/.test(value));
        const markdown = contextMarkdown({
          facts: [{ label: 'File', value, as: 'code' }],
          blocks: [{ label: 'Code', text, language: 'ts' }],
        });
        const kinds = fromMarkdown(markdown).children.map(({ type }) => type);
        assert.deepEqual(kinds, ['list', 'paragraph', 'code']);
      }),
    );
  });

  it('takes the place of a draft, or goes below it, which keeps its title', () => {
    const found = { title: 'Found', description: 'context', secrets: [] };
    const draft = { ...EMPTY_DRAFT, title: 'Mine', severity: 'high', description: 'text\n', tags: 'a' };
    assert.deepEqual(withPrefill(draft, found, 'add'), { ...draft, description: 'text\n\ncontext' });
    assert.deepEqual(withPrefill(draft, found, 'replace'), {
      ...EMPTY_DRAFT,
      severity: 'high',
      title: 'Found',
      description: 'context',
    });
    assert.equal(withPrefill({ ...EMPTY_DRAFT, service: 'x' }, found, 'add').title, 'Found');
  });
});
