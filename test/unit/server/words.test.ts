import assert from 'node:assert/strict';
import { searchText, wordsOf } from '../../../src/server/store/words.ts';

const EMPTY = { id: '', title: '', description: '', service: '', assignee: '', tags: [] };

describe('the words of an incident', () => {
  it('take no longer for each character of a long one than for those of a short one', () => {
    // One character that becomes six, each of which begins a word: with time in the square of these it takes minutes.
    const description = '\u3316'.repeat(100_000);
    assert.equal(searchText({ ...EMPTY, description }).startsWith('\nキロメートル'), true);
  });

  it('are found however long they are', () => {
    const word = `${'Σ'.repeat(63)}Σίσυφος`;
    const [searched = ''] = wordsOf(word);
    assert.equal(searched.length, 64);
    assert.equal(searchText({ ...EMPTY, title: word }).includes(`\n${searched}`), true);
    assert.equal(searchText({ ...EMPTY, title: `x-${word}` }).includes(`\n${searched}`), true);
  });
});
