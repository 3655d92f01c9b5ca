import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { diagnose } from '../../src/core/diagnosis/diagnose.ts';
import { tokenText } from '../../src/core/oauth/tokens/accessToken.ts';
import { beginAuthorization } from '../../src/core/oauth/signIn/authorization.ts';
import type { PendingAuthorization } from '../../src/core/oauth/signIn/authorization.ts';
import { signInWithCredentials } from '../../src/core/oauth/signIn/clientCredentials.ts';
import { Credentials } from '../../src/core/oauth/clients/credentials.ts';
import { beginDeviceAuthorization } from '../../src/core/oauth/signIn/deviceAuthorization.ts';
import { planSignIn } from '../../src/core/oauth/signIn/planSignIn.ts';
import { Sessions } from '../../src/core/oauth/sessions/sessions.ts';
import { activateDevice } from './demo/activateDevice.ts';
import { startCanaryDesk } from './support/canaryDesk.ts';
import type { CanaryDesk } from './support/canaryDesk.ts';
import { loginByForm } from './support/loginByForm.ts';

const WRONG_SECRET = 'canary~of-a-wrong-secret';

/** One run through all that has to do with secrets; each test of it leaves its traces for the ones at the end. */
describe('The secrets of a full run', function () {
  this.timeout(30_000);
  const failures: string[] = [];
  const reports: string[] = [];
  let desk: CanaryDesk;
  let used: { readonly pending: PendingAuthorization; readonly callback: URL };
  before(async () => {
    desk = await startCanaryDesk();
  });
  after(() => desk.close());

  async function fails(attempt: Promise<unknown>): Promise<void> {
    await assert.rejects(attempt, (error) => {
      failures.push(inspect(error, { depth: 20, showHidden: true, maxStringLength: null }));
      return true;
    });
  }

  it('come up in a sign-in, a call and a refresh', async () => {
    const pending = await desk.begin();
    const callback = await desk.comeBack(pending);
    used = { pending, callback };
    const id = await desk.keep(await pending.redeem(callback));
    await desk.call(id);
    desk.world.pass(3600);
    await desk.call(id);
    assert.equal(desk.world.tokenRequests('refresh_token'), 1);
  });

  it('come up in a step-up', async () => {
    const [session] = await desk.sessions.list();
    assert.ok(session);
    const pending = await desk.begin({ stepUp: { granted: session.scopes, demanded: ['incidents:write'] } });
    await desk.call(await desk.keep(await pending.redeem(await desk.comeBack(pending))));
  });

  it('come up in a sign-in by device code', async () => {
    const device = await beginDeviceAuthorization(await planSignIn(desk.entry, desk.effects), desk.effects);
    await activateDevice(device.verificationUri.href, device.userCode, 'viewer');
    await desk.call(await desk.keep(await device.poll()));
  });

  it('come up in a sign-in that binds tokens to a key', async () => {
    const at = desk.boundEntry;
    const redirect = { redirectUri: 'vscode://incident-desk.incident-desk/callback' };
    const pending = await beginAuthorization(await planSignIn(at, desk.effects), redirect, desk.effects);
    const id = await desk.keep(await pending.redeem(await loginByForm(pending.url, 'engineer')));
    await desk.call(id, at);
    desk.world.pass(3600);
    await desk.call(id, at);
  });

  it('come up in the sign-ins of machines', async () => {
    const credentials = new Credentials(desk.world.secrets);
    for (const { clientId, credential } of desk.machines) {
      const plan = await desk.machinePlan(clientId, credential);
      await credentials.keep(plan.issuer, clientId, plan.client.authentication);
      await desk.call(await desk.keep(await signInWithCredentials(plan, desk.effects)));
    }
  });

  it('come up in what fails', async () => {
    await fails(used.pending.redeem(used.callback));
    const again = await desk.begin();
    const replayed = new URL(used.callback);
    replayed.searchParams.set('state', again.state);
    await fails(again.redeem(replayed));
    desk.seen.add('wrong secret', WRONG_SECRET);
    await fails(
      signInWithCredentials(await desk.machinePlan(desk.machines[0]?.clientId ?? '', WRONG_SECRET), desk.effects),
    );
    const id = desk.ids[0] ?? '';
    await fails(desk.sessions.token(id));
    const refused = new Sessions({
      secrets: desk.world.secrets,
      directory: desk.world.directory,
      effects: { ...desk.effects, fetch: () => Promise.reject(new TypeError('fetch failed')) },
    });
    desk.world.pass(3600);
    await fails(refused.token(desk.ids[1] ?? ''));
    refused.dispose();
  });

  it('come up in a diagnosis', async () => {
    const session = (await desk.sessions.list()).find((each) => each.id === desk.ids[1]) ?? assert.fail();
    const diagnosis = await diagnose(
      {
        entry: desk.entry,
        place: { uiKind: 'web', onPersonsMachine: false, takesUris: false, uriScheme: 'code-oss' },
        planning: { redirectUris: () => [desk.entry.relay ?? ''] },
        signedIn: {
          session,
          token: async () => tokenText(await desk.sessions.token(session.id)),
          hasRefreshToken: await desk.sessions.hasRefreshToken(session.id),
        },
        tryCall: () => Promise.resolve({ protocol: '2026-07-28', tools: 5 }),
      },
      desk.effects,
    );
    assert.ok(diagnosis.steps.every(({ state }) => state === 'good' || state === 'warning'));
    reports.push(inspect(diagnosis, { depth: 20, maxArrayLength: null, maxStringLength: null }));
  });

  it('are in the secret store, and nowhere else on disk', async () => {
    const stored = [...desk.world.secrets.entries.values()].join('\n');
    for (const [, key] of stored.matchAll(/"sealKey":"([^"]+)"/g)) desk.seen.add('seal key', key);
    assert.deepEqual(desk.seen.kinds, [
      'DPoP key',
      'access_token',
      'authorization Basic',
      'client_assertion',
      'code',
      'code_verifier',
      'device_code',
      'id_token',
      'private key',
      'refresh_token',
      'seal key',
      'secret',
      'state',
      'wrong secret',
    ]);
    for (const kind of ['refresh_token', 'DPoP key', 'seal key', 'secret', 'id_token']) {
      assert.ok(desk.seen.findIn(stored).includes(kind), kind);
    }
    for (const kind of ['code', 'code_verifier', 'device_code', 'state', 'wrong secret']) {
      assert.ok(!desk.seen.findIn(stored).includes(kind), kind);
    }
    assert.deepEqual(await desk.seen.findBelow(desk.world.directory), []);
  });

  it('are gone from the secret store after the sign-outs, and still nowhere else on disk', async () => {
    for (const id of desk.ids) await desk.sessions.remove(id);
    const credentials = new Credentials(desk.world.secrets);
    for (const { clientId } of desk.machines) await credentials.forget(desk.world.issuer.issuer, clientId);
    assert.deepEqual([...desk.world.secrets.entries.keys()], []);
    assert.deepEqual(await desk.seen.findBelow(desk.world.directory), []);
  });

  const places: Readonly<Record<string, () => readonly string[]>> = {
    'the log of the extension': () => desk.lines,
    'the log of the server': () => desk.serverLines,
    'an error': () => failures,
    'the findings of a diagnosis': () => reports,
    'what the stand-in remembers of requests': () => [JSON.stringify(desk.world.issuer.requests)],
  };
  for (const [where, texts] of Object.entries(places)) {
    it(`are not in ${where}`, () => {
      assert.ok(texts().length > 0);
      for (const text of texts()) assert.deepEqual(desk.seen.findIn(text), [], text);
    });
  }
});
