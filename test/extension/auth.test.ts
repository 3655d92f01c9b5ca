import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { AppError, isAppError } from '../../src/core/errors.ts';
import type { SignedIn } from '../../src/core/oauth/signIn/signedIn.ts';
import type { Session } from '../../src/core/oauth/sessions/session.ts';
import { Sessions } from '../../src/core/oauth/sessions/sessions.ts';
import type { SignInWanted } from '../../src/vscode/auth/createSignIn.ts';
import { OktaAuthenticationProvider } from '../../src/vscode/auth/provider/oktaAuthenticationProvider.ts';
import { serverScope } from '../../src/vscode/auth/provider/providerId.ts';
import { SignInPrompts } from '../../src/vscode/auth/provider/signInPrompts.ts';
import { COMMAND_IDS } from '../../src/vscode/commands/commandIds.ts';
import { MemorySecrets } from '../integration/support/memorySecrets.ts';

const SERVER = '0123456789abcdef';
const OTHER = 'fedcba9876543210';
const lines: string[] = [];
const note = (line: string) => void lines.push(line);
const log = { trace: note, debug: note, info: note, warn: note, error: note };

function signedIn(
  id: string,
  serverId: string,
  login: string,
  scopes: readonly string[] = ['openid', 'incidents:read'],
): SignedIn {
  const issuer = 'https://example.okta.com/oauth2/default';
  return {
    session: { id, serverId, issuer, clientId: '0oa1', account: { id: login, label: `${login} (Production)` }, scopes },
    tokens: { accessToken: `token-of-${id}`, expiresAt: Date.now() + 3_600_000, scopes },
    serverName: 'Production',
    endpoints: { issuer, token_endpoint: `${issuer}/v1/token` },
  };
}

describe('The authentication provider', () => {
  let directory: string;
  let sessions: Sessions;
  let provider: OktaAuthenticationProvider;
  let prompts: SignInPrompts<Session>;
  let answer: (wanted?: SignInWanted) => Promise<SignedIn>;

  beforeEach(async () => {
    lines.length = 0;
    directory = await mkdtemp(path.join(tmpdir(), 'incident-desk-'));
    const effects = { fetch, now: () => Date.now(), log };
    sessions = new Sessions({ secrets: new MemorySecrets(), directory, effects });
    prompts = new SignInPrompts<Session>();
    answer = () => Promise.resolve(signedIn('one', SERVER, 'ada'));
    provider = new OktaAuthenticationProvider({
      sessions,
      prompts,
      signIn: (_serverId, wanted) => answer(wanted),
      signOutOf: async (id) => {
        await sessions.remove(id);
      },
      log,
    });
  });

  afterEach(async () => {
    provider.dispose();
    sessions.dispose();
    await rm(directory, { recursive: true });
  });

  it('gives a token to a request that names the server, and to no other', async () => {
    await sessions.add(signedIn('one', SERVER, 'ada'));
    await sessions.add(signedIn('two', OTHER, 'ada'));
    const named = await provider.getSessions([serverScope(SERVER)], {});
    assert.deepEqual(
      named.map(({ id, accessToken }) => [id, accessToken]),
      [['one', 'token-of-one']],
    );
    assert.deepEqual(await provider.getSessions([], {}), []);
    assert.deepEqual(await provider.getSessions(['openid', 'incidents:read'], {}), []);
    assert.deepEqual(await provider.getSessions(['openid', serverScope(SERVER)], {}), []);
  });

  it('lists all accounts for the Accounts menu, without their tokens', async () => {
    await sessions.add(signedIn('one', SERVER, 'ada'));
    await sessions.add(signedIn('two', OTHER, 'grace'));
    const all = await provider.getSessions(undefined, {});
    assert.deepEqual(all.map(({ id }) => id).toSorted(), ['one', 'two']);
    assert.ok(all.every(({ accessToken }) => accessToken === ''));
  });

  it('gives only the sessions of the account that is asked for', async () => {
    await sessions.add(signedIn('one', SERVER, 'ada'));
    await sessions.add(signedIn('two', SERVER, 'grace'));
    const account = { id: 'grace', label: 'grace (Production)' };
    const found = await provider.getSessions([serverScope(SERVER)], { account });
    assert.deepEqual(
      found.map(({ id }) => id),
      ['two'],
    );
  });

  it('gives a session only to a request for scopes that it has', async () => {
    await sessions.add(signedIn('one', SERVER, 'ada'));
    const ids = async (...scopes: string[]) =>
      (await provider.getSessions([serverScope(SERVER), ...scopes], {})).map(({ id }) => id);
    assert.deepEqual(await ids('incidents:read'), ['one']);
    assert.deepEqual(await ids('incidents:read', 'incidents:write'), []);
  });

  it('asks for more permissions as a step-up of the same account', async () => {
    await sessions.add(signedIn('one', SERVER, 'ada'));
    await sessions.add(signedIn('two', SERVER, 'grace'));
    let wanted: SignInWanted | undefined;
    answer = (asked) => {
      wanted = asked;
      return Promise.resolve(signedIn('three', SERVER, 'grace', ['openid', 'incidents:read', 'incidents:write']));
    };
    const account = { id: 'grace', label: 'grace (Production)' };
    const made = await provider.createSession([serverScope(SERVER), 'incidents:write'], { account });
    assert.equal(made.accessToken, 'token-of-three');
    assert.equal(wanted?.stepUp?.session?.id, 'two');
    assert.deepEqual(wanted.stepUp.demanded, ['incidents:write']);
    const left = (await sessions.list()).map(({ id }) => id).toSorted();
    assert.deepEqual(left, ['one', 'three'], 'the session that was stepped up is replaced, the other account stays');
  });

  it('refuses a step-up that somebody else finished, and leaves everything as it was', async () => {
    await sessions.add(signedIn('one', SERVER, 'ada'));
    answer = () => Promise.resolve(signedIn('two', SERVER, 'grace'));
    const account = { id: 'ada', label: 'ada (Production)' };
    const watch = prompts.watch(SERVER);
    const made = provider.createSession([serverScope(SERVER), 'incidents:write'], { account });
    await assert.rejects(Promise.resolve(made), /signed in as grace/);
    assert.ok(isAppError(watch.failure, 'account_differs'));
    assert.deepEqual(
      (await sessions.list()).map(({ id }) => id),
      ['one'],
    );
  });

  it('has the issuer ask who signs in only where another account is wanted', async () => {
    const asked: unknown[] = [];
    answer = (wanted) => {
      asked.push(wanted?.otherAccount);
      return Promise.resolve(
        signedIn(`session-${asked.length}`, SERVER, ['ada', 'ada', 'grace'][asked.length - 1] ?? ''),
      );
    };
    await provider.createSession([serverScope(SERVER)]);
    await provider.createSession([serverScope(SERVER)], { account: { id: 'ada', label: 'ada (Production)' } });
    await provider.createSession([serverScope(SERVER)]);
    assert.deepEqual(asked, [false, false, true]);
    assert.deepEqual((await sessions.list()).map(({ account }) => account.id).toSorted(), ['ada', 'grace']);
  });

  it('signs out of one account of a server and leaves the other', async () => {
    await sessions.add(signedIn('one', SERVER, 'ada'));
    await sessions.add(signedIn('two', SERVER, 'grace'));
    await provider.removeSession('one');
    const found = await provider.getSessions([serverScope(SERVER)], {});
    assert.deepEqual(
      found.map(({ accessToken }) => accessToken),
      ['token-of-two'],
    );
  });

  it('shows one prompt when several callers sign in to a server at once', async () => {
    const gate = Promise.withResolvers<SignedIn>();
    let shown = 0;
    answer = () => {
      shown += 1;
      return gate.promise;
    };
    const waiting = [1, 2, 3].map(() => provider.createSession([serverScope(SERVER)]));
    gate.resolve(signedIn('one', SERVER, 'ada'));
    const made = await Promise.all(waiting);
    assert.deepEqual(
      made.map(({ accessToken }) => accessToken),
      ['token-of-one', 'token-of-one', 'token-of-one'],
    );
    assert.equal(shown, 1);
    assert.equal((await sessions.list()).length, 1);
  });

  it('announces a sign-in and a sign-out', async () => {
    const events: string[] = [];
    const listening = provider.onDidChangeSessions(({ added, removed }) => {
      events.push(...(added ?? []).map(({ id }) => `+${id}`), ...(removed ?? []).map(({ id }) => `-${id}`));
    });
    await provider.createSession([serverScope(SERVER)]);
    await provider.removeSession('one');
    listening.dispose();
    assert.deepEqual(events, ['+one', '-one']);
    assert.deepEqual(await provider.getSessions([serverScope(SERVER)], {}), []);
  });

  it('fails with words, and keeps the error itself for the command that asked', async () => {
    const failure = new AppError('authorization_expired');
    answer = () => Promise.reject(failure);
    const watch = prompts.watch(SERVER);
    await assert.rejects(Promise.resolve(provider.createSession([serverScope(SERVER)])), /five minutes/);
    assert.equal(watch.failure, failure);
  });

  it('logs where somebody signed in, and no token', async () => {
    await provider.createSession([serverScope(SERVER)]);
    answer = () => Promise.reject(new AppError('token_request_failed', { error: 'invalid_grant', description: '' }));
    await assert.rejects(Promise.resolve(provider.createSession([serverScope(SERVER)])));
    await provider.getSessions([serverScope(SERVER)], {});
    assert.match(lines.join('\n'), /^Signed in to example\.okta\.com with scopes openid incidents:read$/);
  });

  it('signs nobody in where no server is named', async () => {
    await assert.rejects(Promise.resolve(provider.createSession(['openid'])), /must name a server/);
  });
});

describe('The installed extension', () => {
  const extension = () => {
    const found = vscode.extensions.getExtension('incident-desk.incident-desk');
    assert.ok(found);
    return found;
  };

  it('registers every command of its manifest', async () => {
    await extension().activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      COMMAND_IDS.filter((id) => !registered.has(id)),
      [],
    );
  });

  it('has no session for a request that names no server, and asks nothing', async () => {
    assert.equal(await vscode.authentication.getSession('incidentDesk.okta', [], { silent: true }), undefined);
    const scopes = ['openid', 'incidents:read'];
    assert.equal(await vscode.authentication.getSession('incidentDesk.okta', scopes, { silent: true }), undefined);
  });

  it('takes no server from the settings of a workspace', async () => {
    const servers = [{ name: 'Evil', url: 'https://evil.example/mcp' }];
    const { Workspace } = vscode.ConfigurationTarget;
    const settings = vscode.workspace.getConfiguration();
    await assert.rejects(Promise.resolve(settings.update('incidentDesk.servers', servers, Workspace)));
  });
});
