import assert from 'node:assert/strict';
import { AppError, isAppError } from '../../../src/core/errors.ts';
import { createWithStepUp } from '../../../src/core/mcp/withStepUp.ts';

const client = { id: 'server-1' };

/** An issuer that grants what `grants` says, and a server that demands scopes of what was granted. */
function permissions(first: readonly string[], grants: (scope: string) => boolean = () => true) {
  const granted = new Set(first);
  const prompts: (readonly string[])[] = [];
  const stepUp = async (_: string, scopes: readonly string[]): Promise<void> => {
    prompts.push(scopes);
    await Promise.resolve();
    for (const scope of scopes.filter(grants)) granted.add(scope);
  };
  const sent: string[] = [];
  const needs =
    (...scopes: string[]) =>
    async (): Promise<string> => {
      sent.push(scopes.join(' '));
      const had = scopes.every((scope) => granted.has(scope));
      await Promise.resolve();
      if (had) return 'done';
      throw new AppError('insufficient_scope', { server: 'Calculator', scopes: scopes.join(' ') });
    };
  return { prompts, sent, stepUp, needs };
}

describe('A call with step-up', () => {
  it('asks for nothing where nothing is missing', async () => {
    const { prompts, stepUp, needs } = permissions(['add']);
    assert.equal(await createWithStepUp(stepUp)(client, needs('add')), 'done');
    assert.deepEqual(prompts, []);
  });

  it('asks for all that the server demands, and is sent again', async () => {
    const { prompts, sent, stepUp, needs } = permissions(['add']);
    assert.equal(await createWithStepUp(stepUp)(client, needs('add', 'subtract')), 'done');
    assert.deepEqual(prompts, [['add', 'subtract']]);
    assert.equal(sent.length, 2);
  });

  it('shares one step-up with the calls that need the same', async () => {
    const { prompts, stepUp, needs } = permissions([]);
    const withStepUp = createWithStepUp(stepUp);
    const calls = Array.from({ length: 5 }, () => withStepUp(client, needs('subtract')));
    assert.deepEqual(await Promise.all(calls), Array(5).fill('done'));
    assert.equal(prompts.length, 1);
  });

  it('asks one question after the other where calls need different things', async () => {
    const { prompts, stepUp, needs } = permissions([]);
    const withStepUp = createWithStepUp(stepUp);
    await Promise.all([withStepUp(client, needs('add')), withStepUp(client, needs('subtract'))]);
    assert.deepEqual(prompts, [['add'], ['add', 'subtract']]);
  });

  it('does not ask for what a step-up brought while it was under way', async () => {
    const { prompts, stepUp, needs } = permissions([]);
    const withStepUp = createWithStepUp(stepUp);
    const slow = needs('subtract');
    const held = Promise.withResolvers<void>();
    let runs = 0;
    const late = withStepUp(client, async () => {
      runs += 1;
      try {
        return await slow();
      } finally {
        if (runs === 1) await held.promise;
      }
    });
    await withStepUp(client, needs('subtract'));
    held.resolve();
    assert.equal(await late, 'done');
    assert.equal(prompts.length, 1);
  });

  it('keeps the servers apart', async () => {
    const asked: string[] = [];
    const withStepUp = createWithStepUp(async (id) => void asked.push(id));
    const missing = () => Promise.reject(new AppError('insufficient_scope', { server: '', scopes: 'a' }));
    const outcomes = await Promise.allSettled(['one', 'two'].map((id) => withStepUp({ id }, missing)));
    assert.deepEqual(asked, ['one', 'two']);
    assert.ok(outcomes.every(({ status }) => status === 'rejected'));
  });

  it('does not ask twice for what was not granted', async () => {
    const { prompts, sent, stepUp, needs } = permissions([], () => false);
    await assert.rejects(createWithStepUp(stepUp)(client, needs('subtract')), (error) => {
      assert.ok(isAppError(error, 'scopes_not_granted'));
      assert.deepEqual(error.args, { server: 'Calculator', scopes: 'subtract' });
      return true;
    });
    assert.equal(prompts.length, 1);
    assert.equal(sent.length, 2);
  });

  it('ends with a server that always demands something new', async () => {
    const { prompts, stepUp } = permissions([]);
    let runs = 0;
    const endless = async () => {
      runs += 1;
      throw new AppError('insufficient_scope', { server: 'Calculator', scopes: `scope-${runs}` });
    };
    await assert.rejects(createWithStepUp(stepUp)(client, endless), (error) => isAppError(error, 'scopes_not_granted'));
    assert.equal(runs, 3);
    assert.deepEqual(prompts, [['scope-1'], ['scope-1', 'scope-2']]);
  });

  it('does not ask where the server does not say for what', async () => {
    const { prompts, stepUp } = permissions([]);
    const silent = () => Promise.reject(new AppError('insufficient_scope', { server: 'Calculator', scopes: '' }));
    await assert.rejects(createWithStepUp(stepUp)(client, silent), (error) => isAppError(error, 'scopes_not_granted'));
    assert.deepEqual(prompts, []);
  });

  it('says whom to ask where the issuer refuses a scope', async () => {
    const { needs } = permissions([]);
    const refuse = () =>
      Promise.reject(new AppError('authorization_denied', { issuer: 'https://okta', error: 'access_denied' }));
    await assert.rejects(createWithStepUp(refuse)(client, needs('subtract')), (error) => {
      assert.ok(isAppError(error, 'scopes_not_granted'));
      assert.ok(isAppError(error.cause, 'authorization_denied'));
      return true;
    });
  });

  for (const code of ['cancelled', 'issuer_unreachable', 'authorization_expired'] as const) {
    it(`ends with ${code} of the step-up, for all calls that wait for it`, async () => {
      const { needs } = permissions([]);
      let prompts = 0;
      const withStepUp = createWithStepUp(async () => {
        prompts += 1;
        throw new AppError(code);
      });
      const outcomes = await Promise.allSettled([1, 2].map(() => withStepUp(client, needs('subtract'))));
      assert.ok(outcomes.every((outcome) => outcome.status === 'rejected' && isAppError(outcome.reason, code)));
      assert.equal(prompts, 1);
    });
  }

  it('leaves a step-up that others wait for when it is cancelled', async () => {
    const { prompts, stepUp, needs } = permissions([]);
    const open = Promise.withResolvers<void>();
    const withStepUp = createWithStepUp(async (id, scopes) => {
      await open.promise;
      await stepUp(id, scopes);
    });
    const stop = new AbortController();
    const left = withStepUp(client, needs('subtract'), { signal: stop.signal });
    const stays = withStepUp(client, needs('subtract'));
    await new Promise(setImmediate);
    stop.abort();
    await assert.rejects(left, (error) => isAppError(error, 'cancelled'));
    open.resolve();
    assert.equal(await stays, 'done');
    assert.equal(prompts.length, 1);
  });

  it('asks again for a later call, since permissions may have been given meanwhile', async () => {
    const { prompts, stepUp, needs } = permissions([], () => false);
    const withStepUp = createWithStepUp(stepUp);
    for (let call = 0; call < 2; call += 1) await assert.rejects(withStepUp(client, needs('subtract')));
    assert.equal(prompts.length, 2);
  });

  it('hands on what else the call throws', async () => {
    const { prompts, stepUp } = permissions([]);
    const fail = () => Promise.reject(new AppError('server_timeout', { host: 'h' }));
    await assert.rejects(createWithStepUp(stepUp)(client, fail), (error) => isAppError(error, 'server_timeout'));
    assert.deepEqual(prompts, []);
  });
});
