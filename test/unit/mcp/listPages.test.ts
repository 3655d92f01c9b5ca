import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { listPages, PAGE_LIMIT } from '../../../src/core/mcp/listPages.ts';

describe('listPages', () => {
  it('gathers the items of all pages', async () => {
    const cursors = ['1', '2', undefined];
    const asked: (string | undefined)[] = [];
    const items = await listPages('tools', async (cursor) => {
      asked.push(cursor);
      return { items: [asked.length], nextCursor: cursors[asked.length - 1] };
    });
    assert.deepEqual(items, [1, 2, 3]);
    assert.deepEqual(asked, [undefined, '1', '2']);
  });

  it('takes a page of any length', async () => {
    const long = Array.from({ length: 400_000 }, (_, at) => at);
    assert.equal((await listPages('tools', async () => ({ items: long, nextCursor: undefined }))).length, long.length);
  });

  it('ends when cursors come in a circle', async () => {
    let page = 0;
    const circle = listPages('tools', async () => ({ items: [], nextCursor: String((page += 1) % 3) }));
    await assert.rejects(circle, new AppError('endless_list', { what: 'tools' }));
    assert.equal(page, 4);
  });

  it('ends after many pages', async () => {
    let page = 0;
    const endless = listPages('prompts', async () => ({ items: [], nextCursor: String((page += 1)) }));
    await assert.rejects(endless, new AppError('endless_list', { what: 'prompts' }));
    assert.equal(page, PAGE_LIMIT);
  });
});
