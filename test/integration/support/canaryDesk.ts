import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Effects } from '../../../src/core/effects.ts';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import { beginAuthorization } from '../../../src/core/oauth/signIn/authorization.ts';
import type { PendingAuthorization } from '../../../src/core/oauth/signIn/authorization.ts';
import { Callbacks } from '../../../src/core/oauth/callbacks/callbacks.ts';
import { planSignIn } from '../../../src/core/oauth/signIn/planSignIn.ts';
import type { PlanOptions, SignInPlan } from '../../../src/core/oauth/signIn/planSignIn.ts';
import { readCredential } from '../../../src/core/oauth/clients/readCredential.ts';
import { Sessions } from '../../../src/core/oauth/sessions/sessions.ts';
import type { SignedIn } from '../../../src/core/oauth/signIn/signedIn.ts';
import type { ServerEntry } from '../../../src/core/serverEntry.ts';
import { freePort } from '../../../src/demo/freePort.ts';
import { startServer } from '../../../src/server/startServer.ts';
import { TOOL } from '../../../src/shared/names.ts';
import { eventually, recordingLog, startWorld } from '../oauth/world.ts';
import type { World } from '../oauth/world.ts';
import { CookieJar, loginByForm } from './loginByForm.ts';
import { SecretsSeen } from './secretsSeen.ts';

const EDITOR = 'http://127.0.0.1:9';
const EDITOR_CALLBACK =
  `${EDITOR}/stable-${'a'.repeat(40)}/callback?vscode-reqid=1&vscode-scheme=code-oss` +
  '&vscode-authority=incident-desk.incident-desk&vscode-path=%2Fcallback';
const SECRET = 'canary~secret+of/a=machine';

/** Two windows that sign in by a relay, every secret on their way watched, and both logs kept. */
export interface CanaryDesk {
  readonly world: World;
  readonly seen: SecretsSeen;
  readonly entry: ServerEntry;
  /** The same for a server that wants tokens bound to a key. */
  readonly boundEntry: ServerEntry;
  readonly effects: Effects;
  readonly sessions: Sessions;
  /** Ids of the sessions so far. */
  readonly ids: readonly string[];
  readonly lines: readonly string[];
  readonly serverLines: readonly string[];
  /** Clients that have a secret and a private key. */
  readonly machines: readonly { readonly clientId: string; readonly credential: string }[];
  begin(options?: PlanOptions): Promise<PendingAuthorization>;
  /** By the relay to the other window, which hands over what came. */
  comeBack(pending: PendingAuthorization): Promise<URL>;
  keep(signedIn: SignedIn): Promise<string>;
  call(id: string, at?: ServerEntry): Promise<void>;
  machinePlan(clientId: string, credential: string): Promise<SignInPlan>;
  close(): Promise<void>;
}

/** Starts a {@link CanaryDesk}. */
export async function startCanaryDesk(): Promise<CanaryDesk> {
  const seen = new SecretsSeen();
  const lines: string[] = [];
  const serverLines: string[] = [];
  const ids: string[] = [];
  const port = await freePort();
  const relay = `http://127.0.0.1:${port}/oauth/relay`;
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const world = await startWorld({
    redirectUris: [relay],
    serviceClients: [
      { clientId: '0oaBySecret', clientSecret: SECRET },
      { clientId: '0oaByKey', jwks: [keys.publicKey.export({ format: 'jwk' })] },
    ],
    deviceInterval: 1,
    singleSignOn: false,
  });
  const { issuer, audience } = world.issuer;
  const common = { issuer, audience, now: world.effects.now, log: (line: string) => void serverLines.push(line) };
  const server = await startServer({ ...common, port, relayTargets: [EDITOR] });
  const bound = await startServer({ ...common, requireDpop: true });
  const entry = { ...world.entry, url: server.url, relay };
  const effects = { ...world.effects, fetch: seen.watch(fetch), log: recordingLog(lines) };
  const { directory, secrets } = world;
  const sessions = new Sessions({ secrets, directory, effects });
  const window = (): Callbacks => new Callbacks({ directory, now: effects.now, log: effects.log });
  const [here, there] = [window(), window()];
  seen.add('secret', SECRET);
  seen.add('private key', pem.split('\n')[3]);
  return {
    world,
    seen,
    entry,
    boundEntry: { ...world.entry, url: bound.url },
    effects,
    sessions,
    ids,
    lines,
    serverLines,
    machines: [
      { clientId: '0oaBySecret', credential: SECRET },
      { clientId: '0oaByKey', credential: pem },
    ],
    begin: async (options = {}) => {
      const plan = await planSignIn(entry, effects, options);
      const redirect = { redirectUri: relay, callback: EDITOR_CALLBACK };
      const pending = await beginAuthorization(plan, redirect, effects);
      seen.add('state', pending.state);
      return pending;
    },
    comeBack: async (pending) => {
      const waiting = here.wait(pending, AbortSignal.timeout(20_000));
      await eventually(async () => (await readdir(path.join(directory, 'callbacks')).catch(() => [])).length > 0);
      const jar = new CookieJar();
      const atRelay = await loginByForm(pending.url, 'engineer', jar);
      seen.add('code', atRelay.searchParams.get('code'));
      const forwarded = new URL((await jar.fetch(atRelay)).headers.get('location') ?? assert.fail());
      await there.deliver(new URL(`vscode://incident-desk.incident-desk/callback${forwarded.search}`));
      assert.deepEqual(await seen.findBelow(directory), []);
      return waiting;
    },
    keep: async (signedIn) => {
      const { id } = await sessions.add(signedIn);
      ids.push(id);
      seen.add('DPoP key', /"d":"([^"]+)"/.exec(signedIn.dpopKey ?? '')?.[1]);
      return id;
    },
    call: async (id, at = entry) => {
      const tokens = { token: () => sessions.token(id), replace: (rejected: string) => sessions.replace(id, rejected) };
      const client = createServerClient({ entry: at, tokens, effects, clientVersion: '0.0.0' });
      assert.ok(!(await (await client.connection()).callTool(TOOL.listIncidents, {})).isError);
      await client.reset();
    },
    machinePlan: async (clientId, credential) => {
      const machine = { ...entry, issuer, clientId, signIn: 'clientCredentials' } as const;
      const plan = await planSignIn(machine, effects);
      return { ...plan, client: { clientId, authentication: readCredential(credential) } };
    },
    close: async () => {
      for (const each of [sessions, here, there]) each.dispose();
      await bound.close();
      await server.close();
      await world.close();
    },
  };
}
