import assert from 'node:assert/strict';
import { AppError, isAppError, mayHaveArrived } from '../../../src/core/errors.ts';
import { LostBefore, repeated } from '../../../src/core/mcp/repeated.ts';

const NEVER = new AbortController().signal;
const ONLY_ONE = { ended: NEVER, isUnseen: () => true };
const CREATE = { method: 'tools/call', repeatable: true, changes: true };

function lost(): AppError {
  return new AppError('server_error', { host: 'a.example', status: '502' });
}

/** Fails with one after the other. */
function failing(...errors: AppError[]): () => Promise<never> {
  return async () => {
    throw errors.shift() ?? assert.fail('one more try');
  };
}

describe('a call that is made again', () => {
  it('may have been carried out where its client is left while it is made again', async () => {
    const error: unknown = await repeated(CREATE, ONLY_ONE, failing(lost(), new AppError('cancelled'))).catch(
      (reason: unknown) => reason,
    );
    assert.ok(mayHaveArrived(error));
  });

  it('is cancelled where the person cancels it', async () => {
    const stop = new AbortController();
    const run = async (): Promise<never> => {
      stop.abort();
      throw new AppError('cancelled');
    };
    await assert.rejects(repeated({ ...CREATE, signal: stop.signal }, ONLY_ONE, run), { code: 'cancelled' });
  });

  it('says what came of a later try, beside that it may have been carried out', async () => {
    const signedOut = new AppError('signed_out', { server: 'Test' });
    const error: unknown = await repeated(CREATE, ONLY_ONE, failing(lost(), signedOut)).catch(
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof LostBefore && isAppError(error, 'server_error') && mayHaveArrived(error));
    assert.equal(error.later, signedOut);
  });

  it('is made no further time once the person would notice it', async () => {
    const first = lost();
    const seen = { ended: NEVER, isUnseen: () => false };
    await assert.rejects(repeated(CREATE, seen, failing(first)), (error) => error === first);
  });
});
