import assert from 'node:assert/strict';
import { failureWords } from '../../../src/server/failureWords.ts';

const withCode = (message: string, code: string): Error => Object.assign(new Error(message), { code });

/** What `JSON.parse` throws at the text. */
function parseError(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

describe('the words of a failure', () => {
  it('are what failed, why, and by which code', () => {
    const cause = withCode('terminating connection', '57P01');
    assert.deepEqual(failureWords(new Error('the tool list_incidents failed', { cause })), {
      msg: 'the tool list_incidents failed',
      error: 'terminating connection',
      errorCode: '57P01',
    });
  });

  it('are what lies behind that too, as far as it is not without end', () => {
    const loop = new Error('fetch failed');
    loop.cause = new Error('connect', { cause: loop });
    const { error, causes } = failureWords(new Error('the keys could not be read', { cause: loop }));
    assert.deepEqual([error, causes], ['fetch failed', ['connect', 'fetch failed', 'connect', 'fetch failed']]);
  });

  it('are those of each try where there is no other', () => {
    const tries = ['::1', '127.0.0.1'].map((address) => withCode(`connect ECONNREFUSED ${address}`, 'ECONNREFUSED'));
    const cause = Object.assign(new AggregateError(tries), { code: 'ECONNREFUSED' });
    const { error, errorCode } = failureWords(new Error('it failed', { cause }));
    assert.equal(error, 'connect ECONNREFUSED ::1; connect ECONNREFUSED 127.0.0.1');
    assert.equal(errorCode, 'ECONNREFUSED');
  });

  for (const [what, cause] of [
    ['a value of PostgreSQL', withCode('invalid input syntax for type bigint: "c0nfidential"', '22P02')],
    ['a search of PostgreSQL', withCode('syntax error in tsquery: "c0nfidential \n "words""', '42601')],
    ['a search of SQLite', withCode('fts5: syntax error near "c0nfidential"', 'ERR_SQLITE_ERROR')],
    ['what is no JSON', parseError('c0nfidential')],
    ['what is no JSON at its end', parseError('{"title": c0nfidential}')],
  ] as const) {
    it(`have nothing of ${what}`, () => {
      const text = JSON.stringify(failureWords(new Error('the call failed', { cause })));
      assert.ok(!text.includes('c0nfid'), text);
    });
  }

  it('name what is not there', () => {
    const { error, msg } = failureWords(new Error('database "incidents" does not exist'));
    assert.deepEqual([msg, error], ['failure', 'database "incidents" does not exist']);
  });
});
