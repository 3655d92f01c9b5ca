import assert from 'node:assert/strict';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import { STEP_IDS } from '../../../src/core/diagnosis/diagnosis.ts';
import type { Diagnosis, DiagnosisSubject, FactName, StepId } from '../../../src/core/diagnosis/diagnosis.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { ServerEntry } from '../../../src/core/serverEntry.ts';
import type { AuthorizationServerOptions } from '../../../src/demo/authorizationServer/options.ts';
import { redirectUrisOn } from '../../../src/core/oauth/callbacks/redirectUris.ts';
import { startRegisteringSite } from '../oauth/registeringSite.ts';
import { realEffects } from '../support/connectTo.ts';
import { BARE_REDIRECT, startWorld } from '../oauth/world.ts';
import type { World } from '../oauth/world.ts';

const LOOPBACK = 'http://127.0.0.1:33419/callback';
const DESKTOP = { uiKind: 'desktop', onPersonsMachine: true, takesUris: true, uriScheme: 'vscode' } as const;

describe('Diagnosing a connection', () => {
  let world: World | undefined;
  afterEach(async () => {
    await world?.close();
    world = undefined;
  });

  async function start(options: AuthorizationServerOptions = {}): Promise<World> {
    world = await startWorld(options);
    return world;
  }

  function subject({ entry }: World, changes: Partial<DiagnosisSubject> = {}): DiagnosisSubject {
    return {
      entry,
      place: DESKTOP,
      planning: { redirectUris: () => [BARE_REDIRECT, LOOPBACK] },
      tryCall: () => Promise.resolve({ protocol: '2026-07-28', tools: 5 }),
      ...changes,
    };
  }

  async function run(changes: Partial<ServerEntry> = {}, options: AuthorizationServerOptions = {}): Promise<Diagnosis> {
    const here = await start(options);
    return diagnose(subject(here, { entry: { ...here.entry, ...changes } }), here.effects);
  }

  const states = ({ steps }: Diagnosis) => Object.fromEntries(steps.map(({ id, state }) => [id, state]));
  const stepOf = ({ steps }: Diagnosis, id: StepId) => steps.find((step) => step.id === id) ?? assert.fail(id);
  const codes = (diagnosis: Diagnosis, id: StepId) => stepOf(diagnosis, id).findings.map(({ code }) => code);
  const factOf = (diagnosis: Diagnosis, id: StepId, name: FactName) =>
    stepOf(diagnosis, id).facts.find((fact) => fact.name === name)?.value;

  it('tells nothing of the query of an address, which may be a key, however it went', async () => {
    const here = await start();
    const key = 'b4Nqr7-mcp-key';
    for (const path of ['/mcp', '/nowhere']) {
      const url = `${new URL(here.entry.url).origin}${path}?key=${key}`;
      const diagnosis = await diagnose(subject(here, { entry: { ...here.entry, url } }), here.effects);
      const told = diagnosis.steps.map(({ error, ...step }) => [step, error?.args]);
      assert.equal(JSON.stringify([diagnosis.server, told]).includes(key), false);
      assert.match(String(factOf(diagnosis, 'server', 'address')), new RegExp(`${path}…$`));
    }
  });

  it('finds nothing in the way of a sign-in where all is set up', async () => {
    const diagnosis = await run();
    assert.deepEqual(
      diagnosis.steps.map(({ id }) => id),
      STEP_IDS,
    );
    assert.deepEqual(states(diagnosis), {
      server: 'good',
      challenge: 'good',
      resource: 'good',
      issuer: 'good',
      client: 'good',
      redirects: 'good',
      scopes: 'good',
      token: 'skipped',
      call: 'skipped',
    });
    assert.deepEqual(factOf(diagnosis, 'redirects', 'registered'), [BARE_REDIRECT, LOOPBACK]);
  });

  it('shows the claims of the token, and never the token', async () => {
    const here = await start();
    const signedIn = await here.signIn();
    const { session, tokens } = signedIn;
    const seen = { session, token: () => Promise.resolve(tokens.accessToken), hasRefreshToken: true };
    const diagnosis = await diagnose(subject(here, { signedIn: seen }), here.effects);
    assert.equal(factOf(diagnosis, 'token', 'audience'), here.issuer.audience);
    assert.match(String(factOf(diagnosis, 'token', 'tokenScopes')), /incidents:read/);
    assert.deepEqual(codes(diagnosis, 'token'), ['audience_other']);
    assert.deepEqual(factOf(diagnosis, 'call', 'tools'), '5');
    const text = JSON.stringify(diagnosis);
    for (const secret of [tokens.accessToken, tokens.refreshToken ?? '', tokens.idToken ?? '']) {
      assert.ok(secret !== '' && !text.includes(secret));
      assert.ok(!text.includes(secret.split('.').at(-1) ?? secret));
    }
  });

  it('says where nothing answers, and stops there', async () => {
    const diagnosis = await run({ url: 'http://127.0.0.1:1/mcp' });
    assert.equal(stepOf(diagnosis, 'server').error?.code, 'server_unreachable');
    assert.ok(diagnosis.steps.slice(1).every(({ state }) => state === 'skipped'));
    assert.equal(diagnosis.steps.length, STEP_IDS.length);
  });

  it('says that the issuer in the settings is not the one that the server names', async () => {
    const diagnosis = await run({ issuer: 'http://127.0.0.1:1/oauth2/other' });
    assert.equal(stepOf(diagnosis, 'issuer').error?.code, 'issuer_not_named');
    assert.equal(stepOf(diagnosis, 'client').state, 'skipped');
  });

  it('says that the client id is missing', async () => {
    const here = await start();
    const { clientId: _, ...entry } = here.entry;
    const diagnosis = await diagnose(subject(here, { entry }), here.effects);
    assert.deepEqual(codes(diagnosis, 'client'), ['client_missing']);
  });

  it('says that the issuer knows neither client nor redirect URI', async () => {
    const diagnosis = await run({ clientId: '0oaUnknown' });
    assert.deepEqual(codes(diagnosis, 'client'), ['nothing_registered']);
    assert.equal(stepOf(diagnosis, 'redirects').state, 'skipped');
  });

  it('tells a redirect URI in use that is missing from one that is not in use', async () => {
    const here = await start();
    const missing = 'http://localhost:33419/callback';
    const inUse = await diagnose(
      subject(here, {
        place: { ...DESKTOP, uriScheme: 'my-editor' },
        planning: { redirectUris: () => [BARE_REDIRECT] },
      }),
      here.effects,
    );
    assert.deepEqual(codes(inUse, 'redirects'), ['redirect_in_use_missing']);
    assert.equal(stepOf(inUse, 'redirects').state, 'bad');
    const other = await diagnose(subject(here, { planning: { redirectUris: () => [missing] } }), here.effects);
    assert.deepEqual(codes(other, 'redirects'), ['redirect_missing']);
    assert.deepEqual(factOf(other, 'redirects', 'notRegistered'), [missing]);
  });

  it('says that a scope does not exist, in the words of the issuer', async () => {
    const diagnosis = await run({ scopes: ['openid', 'mcp:access'] });
    const [finding] = stepOf(diagnosis, 'scopes').findings;
    assert.equal(finding?.code, 'scope_unknown');
    assert.match(finding.args['description'] ?? '', /not configured/);
  });

  it('leaves the resource parameter out where the issuer does not take it', async () => {
    assert.equal(stepOf(await run({}, { rejectResource: true }), 'scopes').state, 'good');
  });

  it('says that the issuer refuses the resource parameter where the settings insist on it', async () => {
    const diagnosis = await run({ resource: 'send' }, { rejectResource: true });
    assert.deepEqual(codes(diagnosis, 'scopes'), ['request_refused']);
  });

  it('says by how much the clocks differ', async () => {
    const here = await start();
    const effects = { ...here.effects, now: () => Date.now() + 7 * 60_000 };
    const [finding] = stepOf(await diagnose(subject(here), effects), 'issuer').findings;
    assert.deepEqual(finding, { code: 'clock_differs', args: { minutes: '7' } });
  });

  it('says what the server should expect when it refuses a fresh token', async () => {
    const here = await start();
    const { session, tokens } = await here.signIn();
    const signedIn = { session, token: () => Promise.resolve(tokens.accessToken), hasRefreshToken: true };
    const tryCall = () => Promise.reject(new AppError('unauthorized', { server: 'Prod' }));
    const diagnosis = await diagnose(subject(here, { signedIn, tryCall }), here.effects);
    assert.equal(stepOf(diagnosis, 'call').error?.code, 'unauthorized');
    assert.deepEqual(stepOf(diagnosis, 'call').findings, [
      { code: 'token_refused', args: { issuer: here.issuer.issuer, audience: here.issuer.audience } },
    ]);
  });

  it('says what was not granted', async () => {
    const here = await start();
    const { session, tokens } = await here.signIn({}, 'viewer');
    const signedIn = { session, token: () => Promise.resolve(tokens.accessToken), hasRefreshToken: false };
    const diagnosis = await diagnose(subject(here, { signedIn }), here.effects);
    const found = stepOf(diagnosis, 'token').findings;
    assert.deepEqual(found.find(({ code }) => code === 'scopes_not_granted')?.args, { scopes: 'incidents:write' });
    assert.ok(found.some(({ code }) => code === 'refresh_token_missing'));
  });

  it('ends with its cancellation', async () => {
    const here = await start();
    await assert.rejects(
      diagnose(subject(here), here.effects, AbortSignal.abort()),
      (error) => error instanceof AppError && error.code === 'cancelled',
    );
  });

  it('registers nobody, and knows who registered before', async () => {
    const site = await startRegisteringSite();
    try {
      const { server } = await site.plan();
      const planning = {
        registrations: site.registrations,
        redirectUris: (path: string) => redirectUrisOn(path, 'vscode', []),
      };
      const about = (changes: Partial<DiagnosisSubject>): DiagnosisSubject => ({
        entry: server,
        place: DESKTOP,
        planning,
        tryCall: () => Promise.reject(new AppError('cancelled')),
        ...changes,
      });
      const known = await diagnose(about({}), realEffects());
      assert.match(String(factOf(known, 'client', 'clientId')), /./);
      await site.registrations.forget(site.issuer.url);
      const unknown = await diagnose(about({}), realEffects());
      assert.deepEqual(codes(unknown, 'client'), ['client_not_registered']);
      assert.equal(site.issuer.registrations.length, 1);
    } finally {
      await site.close();
    }
  });
});
