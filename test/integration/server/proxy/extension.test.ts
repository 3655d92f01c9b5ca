import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Effects } from '../../../../src/core/effects.ts';
import { redirectUrisOn } from '../../../../src/core/oauth/callbacks/redirectUris.ts';
import { Registrations } from '../../../../src/core/oauth/clients/registrations.ts';
import { Sessions } from '../../../../src/core/oauth/sessions/sessions.ts';
import { beginAuthorization } from '../../../../src/core/oauth/signIn/authorization.ts';
import { proposeSignIn } from '../../../../src/core/oauth/signIn/planSignIn.ts';
import { serverEntry } from '../../../../src/core/serverEntry.ts';
import { recordingLog } from '../../oauth/world.ts';
import { connectTo } from '../../support/connectTo.ts';
import { MemorySecrets } from '../../support/memorySecrets.ts';
import { signInByBrowser } from './browser.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

describe('The extension at the proxy', function () {
  this.timeout(30_000);
  let world: ProxyWorld;
  let directory: string;
  let sessions: Sessions;
  let skipped: number;
  const log: string[] = [];
  const effects: Effects = { fetch, now: () => Date.now() + skipped, log: recordingLog(log) };

  beforeEach(async () => {
    skipped = 0;
    world = await startProxyWorld();
    directory = await mkdtemp(join(tmpdir(), 'incident-desk-'));
    sessions = new Sessions({ secrets: new MemorySecrets(), directory, effects });
  });
  afterEach(async () => {
    sessions.dispose();
    await world.close();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  for (const way of ['vscode:', 'http:']) {
    it(`registers itself and signs in by ${way}, lists incidents, refreshes and signs out at Okta`, async () => {
      const entry = serverEntry({ name: 'Prod', url: world.server.url });
      const registrations = new Registrations(new MemorySecrets(), effects.now);
      const options = { registrations, redirectUris: (path: string) => redirectUrisOn(path, 'vscode', []) };
      const plan = await (await proposeSignIn(entry, effects, options)).settle();
      assert.deepEqual([plan.issuer, plan.clientOrigin], [world.origin, 'registered']);
      const redirectUri = plan.redirectUris?.find((uri) => uri.startsWith(way)) ?? assert.fail();
      const pending = await beginAuthorization(plan, { redirectUri }, effects);
      const signedIn = await pending.redeem(await signInByBrowser(new URL(pending.url)));
      const { id, account } = await sessions.add(signedIn);
      assert.match(JSON.stringify(account), /erin\.alvarez@example\.com/);

      const tokens = {
        token: () => sessions.token(id),
        replace: (rejected: string) => sessions.replace(id, rejected),
      };
      const connection = await connectTo(world.server.url, { entry, effects, tokens });
      const listed = await connection.callTool('list_incidents', {});
      assert.match(JSON.stringify(listed), /No incidents found/);
      await connection.close();

      const before = await sessions.token(id);
      await sessions.replace(id, typeof before === 'string' ? before : before.value);
      assert.equal(world.tokenRequests('refresh_token'), 1);
      await sessions.remove(id);
      assert.ok(world.okta.requests.some(({ path }) => path.endsWith('/v1/revoke')));
    });
  }
});
