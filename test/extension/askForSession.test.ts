import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError, isAppError } from '../../src/core/errors.ts';
import type { Session } from '../../src/core/oauth/sessions/session.ts';
import { createAskForSession, type AskForSession } from '../../src/vscode/auth/provider/askForSession.ts';
import { SignInPrompts } from '../../src/vscode/auth/provider/signInPrompts.ts';
import { standIn } from './world/standIn.ts';

const SERVER = '0123456789abcdef';

describe('A command that asks for a session', () => {
  let prompt: PromiseWithResolvers<Session>;
  let ask: AskForSession;
  let restore: () => void;

  beforeEach(() => {
    prompt = Promise.withResolvers<Session>();
    const prompts = new SignInPrompts<Session>();
    // VS Code hands on nothing of an error but its message.
    const getSession = async () => {
      const session = await prompts.run(SERVER, () => prompt.promise).catch(() => Promise.reject(new Error('words')));
      return { ...session, accessToken: '' };
    };
    restore = standIn(vscode.authentication, { getSession });
    const picked = { get: () => undefined, pick: () => Promise.resolve() };
    ask = createAskForSession({ prompts, picked, accounts: { refresh: () => Promise.resolve() } });
  });
  afterEach(() => restore());

  it('ends as every other one that waits for the same sign-in', async () => {
    const asked = [ask(SERVER, { createIfNone: true }), ask(SERVER, { createIfNone: true })];
    prompt.reject(new AppError('cancelled'));
    const ends = await Promise.allSettled(asked);
    assert.deepEqual(
      ends.map((end) => end.status === 'rejected' && isAppError(end.reason, 'cancelled')),
      [true, true],
    );
  });

  it('does not take the failure of an earlier sign-in for its own', async () => {
    prompt.reject(new AppError('authorization_expired'));
    await assert.rejects(ask(SERVER, { createIfNone: true }), (error) => isAppError(error, 'authorization_expired'));
    restore();
    const refused = () => Promise.reject(new Error('User did not consent to login.'));
    restore = standIn(vscode.authentication, { getSession: refused });
    await assert.rejects(ask(SERVER, { createIfNone: true }), (error) => isAppError(error, 'cancelled'));
  });
});
