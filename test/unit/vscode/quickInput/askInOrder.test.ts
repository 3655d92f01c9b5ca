import assert from 'node:assert/strict';
import { isAppError } from '../../../../src/core/errors.ts';
import { askInOrder, type Step, type StepAnswer } from '../../../../src/vscode/quickInput/askInOrder.ts';

/** Steps that note what they were asked with and answer from a list, one answer each time any of them is asked. */
function script(count: number, answers: readonly StepAnswer<string>[]): { steps: Step<string>[]; asked: unknown[] } {
  const left = [...answers];
  const asked: unknown[] = [];
  const steps = Array.from({ length: count }, (): Step<string> => async ({ step, totalSteps }, earlier) => {
    asked.push([step, totalSteps, earlier]);
    return left.shift() ?? { kind: 'closed' };
  });
  return { steps, asked };
}

const value = (text: string): StepAnswer<string> => ({ kind: 'value', value: text });

describe('askInOrder', () => {
  it('asks nothing where there is nothing to ask', async () => {
    assert.deepEqual(await askInOrder([]), []);
  });

  it('asks one after the other', async () => {
    const { steps, asked } = script(2, [value('a'), value('b')]);
    assert.deepEqual(await askInOrder(steps), ['a', 'b']);
    assert.deepEqual(asked, [
      [1, 2, undefined],
      [2, 2, undefined],
    ]);
  });

  it('goes back, with what was answered before', async () => {
    const { steps, asked } = script(2, [value('a'), { kind: 'back' }, value('c'), value('b')]);
    assert.deepEqual(await askInOrder(steps), ['c', 'b']);
    assert.deepEqual(asked[2], [1, 2, 'a']);
  });

  it('offers the answers of an earlier round again', async () => {
    const { steps, asked } = script(2, [value('a'), value('c')]);
    assert.deepEqual(await askInOrder(steps, ['a', 'b']), ['a', 'c']);
    assert.deepEqual(asked, [
      [1, 2, 'a'],
      [2, 2, 'b'],
    ]);
  });

  it('ends with the answers so far where the person wants to be asked no more', async () => {
    const { steps, asked } = script(3, [value('a'), { kind: 'enough' }]);
    assert.deepEqual(await askInOrder(steps), ['a']);
    assert.equal(asked.length, 2);
  });

  it('ends as cancelled when a question is closed', async () => {
    const { steps } = script(2, [value('a'), { kind: 'closed' }]);
    await assert.rejects(askInOrder(steps), (error) => isAppError(error, 'cancelled'));
  });
});
