import assert from 'node:assert/strict';
import { AppError, isAppError } from '../../../../src/core/errors.ts';
import { signInFailure } from '../../../../src/vscode/auth/provider/signInFailure.ts';
import { SignInPrompts } from '../../../../src/vscode/auth/provider/signInPrompts.ts';
import { serverIdOf, serverScope } from '../../../../src/vscode/auth/provider/providerId.ts';

describe('Sign-in prompts', () => {
  it('are one at a time for a server, however many callers wait', async () => {
    const prompts = new SignInPrompts<string>();
    const { promise, resolve } = Promise.withResolvers<string>();
    let shown = 0;
    const prompt = () => {
      shown += 1;
      return promise;
    };
    const waiting = [prompts.run('a', prompt), prompts.run('a', prompt), prompts.run('b', prompt)];
    resolve('signed in');
    assert.deepEqual(await Promise.all(waiting), ['signed in', 'signed in', 'signed in']);
    assert.equal(shown, 2);
    await prompts.run('a', prompt);
    assert.equal(shown, 3);
  });

  it('tell everybody who waits why they failed, and nobody who came before or after', async () => {
    const prompts = new SignInPrompts<string>();
    const failure = new AppError('authorization_expired');
    const [first, second, other, gone] = ['a', 'a', 'b', 'a'].map((server) => prompts.watch(server));
    gone?.dispose();
    await assert.rejects(prompts.run('a', () => Promise.reject(failure)));
    const later = prompts.watch('a');
    assert.deepEqual(
      [first, second, other, gone, later].map((watch) => watch?.failure),
      [failure, failure, undefined, undefined, undefined],
    );
  });
});

describe('A rejected getSession', () => {
  it('is a cancellation where the person refused consent', () => {
    const refused = new Error('User did not consent to login.');
    assert.ok(isAppError(signInFailure(refused, undefined), 'cancelled'));
  });

  it('is the failure of the sign-in where there was one', () => {
    const failure = new AppError('relay_required');
    assert.equal(signInFailure(new Error('words'), failure), failure);
  });

  it('is left alone otherwise', () => {
    const other = new Error('Timed out');
    assert.equal(signInFailure(other, undefined), other);
  });
});

describe('The scopes of a request for a session', () => {
  it('name a server first', () => {
    assert.equal(serverIdOf([serverScope('0123456789abcdef'), 'openid']), '0123456789abcdef');
  });

  for (const scopes of [
    [],
    ['openid'],
    ['openid', 'server:0123456789abcdef'],
    ['server:'],
    ['server:0123456789ABCDEF'],
  ]) {
    it(`name none in ${JSON.stringify(scopes)}`, () => {
      assert.equal(serverIdOf(scopes), undefined);
    });
  }
});
