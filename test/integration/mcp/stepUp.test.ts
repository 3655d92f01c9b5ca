import assert from 'node:assert/strict';
import * as z from 'zod';
import { isAppError } from '../../../src/core/errors.ts';
import { CALCULATOR_SCOPE } from '../../peers/calculatorServer.ts';
import { FURTHER_SCOPES, startCalculatorDesk } from '../support/calculatorDesk.ts';
import type { CalculatorDesk } from '../support/calculatorDesk.ts';

const { add, subtract } = CALCULATOR_SCOPE;
const withoutOpenId = (scopes: readonly string[]) => scopes.filter((scope) => scope.includes('.')).toSorted();

describe('A server with a scope for each tool', function () {
  this.timeout(30_000);
  let desk: CalculatorDesk | undefined;
  const start = async (options: Parameters<typeof startCalculatorDesk>[0] = {}): Promise<CalculatorDesk> => {
    desk = await startCalculatorDesk(options);
    return desk;
  };
  const callsOf = ({ calculator }: CalculatorDesk, tool: string) =>
    calculator.answered.filter(({ what }) => what === tool).map(({ status }) => status);
  afterEach(async () => {
    await desk?.close();
    desk = undefined;
  });

  it('adds with the first consent, and subtracts after one step-up for both', async () => {
    const calculator = await start();
    assert.deepEqual(withoutOpenId(await calculator.scp()), [add]);
    assert.equal(await calculator.call('add'), '8');
    assert.deepEqual(calculator.prompts, []);
    assert.equal(await calculator.call('subtract'), '2');
    assert.deepEqual(calculator.prompts, [[subtract]]);
    assert.deepEqual(withoutOpenId(await calculator.scp()), [add, subtract]);
    assert.equal(await calculator.call('add'), '8');
    assert.deepEqual(callsOf(calculator, 'subtract'), [403, 200]);
    assert.equal(calculator.prompts.length, 1);
  });

  it('says who is signed in, to everybody', async () => {
    const calculator = await start();
    const me: unknown = JSON.parse(await calculator.call('get_me'));
    assert.deepEqual(withoutOpenId(z.object({ scopes: z.array(z.string()) }).parse(me).scopes), [add]);
    assert.deepEqual(calculator.prompts, []);
  });

  it('is asked for permission once, however many calls need it', async () => {
    const calculator = await start();
    const calls = Array.from({ length: 4 }, () => calculator.call('subtract'));
    assert.deepEqual(await Promise.all(calls), ['2', '2', '2', '2']);
    assert.equal(calculator.prompts.length, 1);
  });

  it('stays closed to a person whose policy does not allow it, who is asked once and told', async () => {
    const calculator = await start({ person: 'viewer' });
    await assert.rejects(calculator.call('subtract'), (error) => {
      assert.ok(isAppError(error, 'scopes_not_granted'));
      assert.deepEqual(error.args, { server: 'Calculator', scopes: subtract });
      return true;
    });
    assert.equal(calculator.prompts.length, 1);
    assert.deepEqual(callsOf(calculator, 'subtract'), [403, 403]);
    assert.equal(await calculator.call('add'), '8');
  });

  it('cannot prompt for ever by demanding something else each time', async () => {
    let asked = 0;
    const calculator = await start({ demands: () => [FURTHER_SCOPES[asked++] ?? 'further.more'] });
    await assert.rejects(calculator.call('add'), (error) => isAppError(error, 'scopes_not_granted'));
    assert.deepEqual(callsOf(calculator, 'add'), [403, 403, 403]);
    assert.deepEqual(calculator.prompts, [['further.1'], ['further.1', 'further.2']]);
  });

  it('cannot keep the client refreshing by refusing every token', async () => {
    let takes = true;
    const calculator = await start({ takes: () => takes });
    assert.equal(await calculator.call('add'), '8');
    takes = false;
    await assert.rejects(calculator.call('add'), (error) => isAppError(error, 'unauthorized'));
    assert.equal(calculator.refreshes(), 1);
    assert.deepEqual(callsOf(calculator, 'add'), [200, 401, 401]);
    assert.deepEqual(calculator.prompts, []);
  });

  it('cannot keep the client refreshing by refusing every token from the first request on', async () => {
    const calculator = await start({ takes: () => false });
    await assert.rejects(calculator.call('add'), (error) => isAppError(error, 'unauthorized'));
    assert.equal(calculator.refreshes(), 1);
    assert.deepEqual(calculator.prompts, []);
  });

  for (const issuerMetadata of ['copied', 'redirected'] as const) {
    it(`works without protected resource metadata where its own issuer metadata is ${issuerMetadata}`, async () => {
      const calculator = await start({ resourceMetadata: false, issuerMetadata });
      assert.equal(await calculator.call('add'), '8');
      assert.equal(await calculator.call('subtract'), '2');
      assert.deepEqual(calculator.prompts, [[subtract]]);
    });
  }
});
