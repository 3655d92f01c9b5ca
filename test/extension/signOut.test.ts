import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SignedIn } from '../../src/core/oauth/signIn/signedIn.ts';
import { Sessions } from '../../src/core/oauth/sessions/sessions.ts';
import { createSignOutOf, type SignOutOf } from '../../src/vscode/auth/accounts/signOutOf.ts';
import { MemorySecrets } from '../integration/support/memorySecrets.ts';
import { standIn } from './world/standIn.ts';

const ISSUER = 'https://example.okta.com/oauth2/default';
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

function signedIn(login: string, idToken?: string): SignedIn {
  const account = { id: login, label: `${login} (Production)` };
  return {
    session: { id: login, serverId: '0123456789abcdef', issuer: ISSUER, clientId: '0oa1', account, scopes: [] },
    tokens: { accessToken: 'a', expiresAt: Date.now() + 3_600_000, scopes: [], ...(idToken ? { idToken } : {}) },
    serverName: 'Production',
    endpoints: { issuer: ISSUER, token_endpoint: `${ISSUER}/t`, end_session_endpoint: `${ISSUER}/v1/logout` },
  };
}

describe('A sign-out, in the editor', () => {
  let directory: string;
  let sessions: Sessions;
  let signOutOf: SignOutOf;
  let shown: string[];
  let restore: () => void;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'incident-desk-'));
    const effects = { fetch, now: () => Date.now(), log: silent };
    sessions = new Sessions({ secrets: new MemorySecrets(), directory, effects });
    shown = [];
    restore = standIn(vscode.window, {
      showInformationMessage: (words: string) => Promise.resolve(void shown.push(words)),
    });
    signOutOf = createSignOutOf(sessions, () => Promise.resolve(), silent);
  });
  afterEach(async () => {
    restore();
    sessions.dispose();
    await rm(directory, { recursive: true });
  });

  it('says who was signed out, and who stays signed in', async () => {
    await sessions.add(signedIn('ada', 'id-token'));
    await sessions.add(signedIn('grace'));
    await signOutOf('ada');
    assert.equal(shown.length, 1);
    assert.match(shown[0] ?? '', /^ada \(Production\) is signed out\. grace \(Production\) stays signed in\./);
    assert.match(shown[0] ?? '', /browser may still be signed in at example\.okta\.com/);
  });

  it('counts those who stay where they are several', async () => {
    for (const login of ['ada', 'grace', 'edsger']) await sessions.add(signedIn(login));
    await signOutOf('ada');
    assert.deepEqual(shown, ['ada (Production) is signed out. 2 other accounts stay signed in.']);
  });

  it('says so where the issuer has no session of the browser to end', async () => {
    await sessions.add(signedIn('ada'));
    await signOutOf('ada');
    assert.deepEqual(shown, ['ada (Production) is signed out.']);
  });

  it('says nothing of a session that is over already', async () => {
    await signOutOf('ada');
    assert.deepEqual(shown, []);
  });
});
