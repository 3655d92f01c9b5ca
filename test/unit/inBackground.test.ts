import assert from 'node:assert/strict';
import { AppError } from '../../src/core/errors.ts';
import { inBackground } from '../../src/core/inBackground.ts';

describe('Work that nobody waits for', () => {
  async function logged(error: Error): Promise<string> {
    const line = Promise.withResolvers<string>();
    const ignore = () => {};
    const log = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: line.resolve };
    inBackground(Promise.reject(error), 'Asking for the accounts', log);
    return line.promise;
  }

  it('leaves a line in the log when it fails', async () => {
    const line = await logged(new AppError('server_unreachable', { host: 'a.example' }));
    assert.equal(line, 'Asking for the accounts failed: server_unreachable');
  });

  it('tells where a fault happened, and not what it was about', async () => {
    const line = await logged(new TypeError('Invalid URL: https://a.example/?code=secret'));
    assert.match(line, /^Asking for the accounts failed: TypeError\n\s+at /);
    assert.doesNotMatch(line, /secret/);
  });
});
