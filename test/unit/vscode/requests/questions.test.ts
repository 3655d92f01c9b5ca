import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { chooseModel } from '../../../../src/vscode/requests/chooseModel.ts';
import { QuestionQueue } from '../../../../src/vscode/requests/questionQueue.ts';

const MODELS = [
  { id: 'small-1', family: 'small', name: 'Small One' },
  { id: 'large-2', family: 'large', name: 'Large Two' },
];

describe('chooseModel', () => {
  const rows: readonly (readonly [readonly string[], string])[] = [
    [[], 'small-1'],
    [['LARGE'], 'large-2'],
    [['unheard of', 'Two'], 'large-2'],
    [['unheard of'], 'small-1'],
    [['small', 'large'], 'small-1'],
  ];
  for (const [hints, id] of rows) {
    it(`takes ${id} for the hints [${hints.join(', ')}]`, () => assert.equal(chooseModel(MODELS, hints)?.id, id));
  }

  it('takes none where there is none', () => assert.equal(chooseModel([], ['large']), undefined));
});

describe('the queue of questions', () => {
  const { signal } = new AbortController();

  it('asks one after the other, whatever becomes of them', async () => {
    const queue = new QuestionQueue();
    const first = Promise.withResolvers<string>();
    const asked: string[] = [];
    const answers = [
      queue.ask('a', signal, () => (asked.push('first'), first.promise)),
      queue.ask('a', signal, () => (asked.push('second'), Promise.reject(new AppError('cancelled')))),
      queue.ask('a', signal, async () => asked.push('third')),
    ];
    await Promise.resolve();
    assert.deepEqual(asked, ['first']);
    first.resolve('answer');
    const results = await Promise.allSettled(answers);
    assert.deepEqual(asked, ['first', 'second', 'third']);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
  });

  it('takes only so many of one who never stops asking, and others still', async () => {
    const queue = new QuestionQueue(5);
    const answer = Promise.withResolvers<string>();
    const flood = Array.from({ length: 1000 }, () => queue.ask('a', signal, () => answer.promise));
    const other = queue.ask('b', signal, async () => 'other');
    answer.resolve('answer');
    const answered = (await Promise.allSettled(flood)).filter(({ status }) => status === 'fulfilled');
    assert.equal(answered.length, 5);
    assert.equal(await other, 'other');
    assert.equal(await queue.ask('a', signal, async () => 'again'), 'again');
  });

  it('never asks what nobody waits for any more', async () => {
    const queue = new QuestionQueue();
    const asking = queue.ask('a', AbortSignal.abort(), () => assert.fail('It was asked'));
    await assert.rejects(asking, { code: 'cancelled' });
  });
});
