import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Effects, Log } from '../../../src/core/effects.ts';
import { beginAuthorization } from '../../../src/core/oauth/signIn/authorization.ts';
import type { PendingAuthorization, Redirect } from '../../../src/core/oauth/signIn/authorization.ts';
import type { SignedIn } from '../../../src/core/oauth/signIn/signedIn.ts';
import { planSignIn } from '../../../src/core/oauth/signIn/planSignIn.ts';
import type { SecretStore } from '../../../src/core/oauth/sessions/session.ts';
import { Sessions } from '../../../src/core/oauth/sessions/sessions.ts';
import type { ServerEntry } from '../../../src/core/serverEntry.ts';
import type { AuthorizationServer, AuthorizationServerOptions } from '../../../src/demo/authorizationServer/options.ts';
import { startAuthorizationServer } from '../../../src/demo/authorizationServer/startAuthorizationServer.ts';
import { startServer } from '../../../src/server/startServer.ts';
import type { RunningServer } from '../../../src/server/startServer.ts';
import { loginByForm } from '../support/loginByForm.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';

/** A redirect URI that the stand-in knows without being told. */
export const BARE_REDIRECT = 'vscode://incident-desk.incident-desk/callback';

/** A log that keeps its lines. */
export function recordingLog(lines: string[]): Log {
  const write = (message: string): void => void lines.push(message);
  return { trace: write, debug: write, info: write, warn: write, error: write };
}

/** Polls until `holds` gives something true; fails after twenty seconds. */
export async function eventually<T>(holds: () => T | Promise<T>): Promise<T> {
  const end = performance.now() + 20_000;
  for (;;) {
    const value = await holds();
    if (value) return value;
    assert.ok(performance.now() < end, 'it did not come about within twenty seconds');
    await delay(20);
  }
}

/** A stand-in, a protected server, and a folder that windows share; all on one clock that the test can move. */
export interface World {
  readonly issuer: AuthorizationServer;
  readonly server: RunningServer;
  readonly directory: string;
  readonly secrets: MemorySecrets;
  readonly effects: Effects;
  readonly log: string[];
  readonly entry: ServerEntry;
  /** Moves the clock on, in seconds. */
  pass(seconds: number): void;
  /** Another window on the same folder and secrets. */
  window(secrets?: SecretStore): Sessions;
  begin(changes?: Partial<ServerEntry>, redirect?: Redirect): Promise<PendingAuthorization>;
  signIn(changes?: Partial<ServerEntry>, person?: string): Promise<SignedIn>;
  /** A window, and a sign-in that it holds. */
  signedInWindow(): Promise<{ readonly window: Sessions; readonly signedIn: SignedIn; readonly id: string }>;
  /** Folder of a session, which all windows share. */
  sessionFolder(id: string): string;
  /** Requests to the token endpoint so far, with this grant. */
  tokenRequests(grantType: string): number;
  close(): Promise<void>;
}

/** Starts a {@link World}. */
export async function startWorld(options: AuthorizationServerOptions = {}): Promise<World> {
  let skipped = 0;
  const now = (): number => Date.now() + skipped;
  const log: string[] = [];
  const directory = await mkdtemp(join(tmpdir(), 'incident-desk-'));
  const issuer = await startAuthorizationServer({ clock: now, ...options });
  const server = await startServer({ issuer: issuer.issuer, audience: issuer.audience, now });
  const effects: Effects = { fetch, now, log: recordingLog(log) };
  const entry: ServerEntry = {
    name: 'Prod',
    url: server.url,
    clientId: issuer.clientId,
    resource: 'auto',
    signIn: 'auto',
  };
  const secrets = new MemorySecrets();
  const windows: Sessions[] = [];
  const begin: World['begin'] = async (changes = {}, redirect = { redirectUri: BARE_REDIRECT }) =>
    beginAuthorization(await planSignIn({ ...entry, ...changes }, effects), redirect, effects);
  const window: World['window'] = (own = secrets) => {
    const sessions = new Sessions({ secrets: own, directory, effects });
    windows.push(sessions);
    return sessions;
  };
  const signIn: World['signIn'] = async (changes, person = 'engineer') => {
    const pending = await begin(changes);
    return pending.redeem(await loginByForm(pending.url, person));
  };
  return {
    issuer,
    server,
    directory,
    secrets,
    effects,
    log,
    entry,
    pass: (seconds) => {
      skipped += seconds * 1000;
    },
    window,
    begin,
    signIn,
    signedInWindow: async () => {
      const opened = window();
      const signedIn = await signIn();
      const { id } = await opened.add(signedIn);
      return { window: opened, signedIn, id };
    },
    sessionFolder: (id) => join(directory, 'sessions', id),
    tokenRequests: (grantType) => issuer.requests.filter((request) => request.grantType === grantType).length,
    close: async () => {
      for (const opened of windows) opened.dispose();
      await server.close();
      await issuer.close();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
