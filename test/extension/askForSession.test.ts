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
    const createSession = () => Promise.reject(new Error('only VS Code asks here'));
    const accounts = { refresh: () => Promise.resolve() };
    ask = createAskForSession({ prompts, picked, accounts, provider: { createSession } });
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

describe('A command that asks for more permissions', () => {
  const account = { id: 'ada', label: 'ada (Production)' };
  const scopes = [`server:${SERVER}`, 'incidents:write'];
  let shown: string[];
  let restore: () => void;
  let ask: AskForSession;
  /** The scopes beside the server's that VS Code gives the account's session for without asking; none at all else. */
  let held: readonly string[] | undefined;

  beforeEach(() => {
    shown = [];
    held = [];
    const session = { id: 'one', accessToken: '', account, scopes };
    const getSession = (_: string, wanted: unknown, options: vscode.AuthenticationGetSessionOptions) => {
      if (!options.silent) shown.push('VS Code');
      const isHeld = [wanted].flat().every((scope) => [scopes[0], ...(held ?? [])].some((one) => one === scope));
      return Promise.resolve(options.silent && (held === undefined || !isHeld) ? undefined : session);
    };
    const own = vscode.authentication.getSession;
    Object.assign(vscode.authentication, { getSession });
    restore = () => void Object.assign(vscode.authentication, { getSession: own });
    ask = createAskForSession({
      prompts: new SignInPrompts<Session>(),
      picked: { get: () => undefined, pick: async (_, { id }) => void shown.push(`picked ${id}`) },
      accounts: { refresh: () => Promise.resolve() },
      provider: {
        createSession: async (asked, options) => {
          assert.deepEqual([asked, options], [scopes, { account }]);
          shown.push('Incident Desk');
          return session;
        },
      },
    });
  });
  afterEach(() => restore());

  const stepUp = () => ask(SERVER, { createIfNone: true, account }, ['incidents:write']);

  it("is not preceded by VS Code's question, which was answered for the account before", async () => {
    await stepUp();
    assert.deepEqual(shown, ['Incident Desk', 'picked ada']);
  });

  it('asks nothing where another window got the permissions meanwhile', async () => {
    held = ['incidents:write'];
    await stepUp();
    assert.deepEqual(shown, ['picked ada']);
  });

  it('has VS Code ask where Incident Desk may not use the account any more', async () => {
    held = undefined;
    await stepUp();
    assert.deepEqual(shown, ['VS Code', 'picked ada']);
  });
});
