import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod/mini';
import type { Effects } from '../../src/core/effects.ts';
import { isAppError } from '../../src/core/errors.ts';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../src/core/mcp/serverClient.ts';
import { beginAuthorization } from '../../src/core/oauth/signIn/authorization.ts';
import { Callbacks } from '../../src/core/oauth/callbacks/callbacks.ts';
import { planSignIn } from '../../src/core/oauth/signIn/planSignIn.ts';
import { Sessions } from '../../src/core/oauth/sessions/sessions.ts';
import type { ServerEntry } from '../../src/core/serverEntry.ts';
import { startDemo, type RunningDemo } from '../../src/demo/startDemo.ts';
import { PROMPT, TOOL } from '../../src/shared/names.ts';
import { CookieJar, loginByForm } from './support/loginByForm.ts';
import { recordingLog } from './oauth/world.ts';
import { MemorySecrets } from './support/memorySecrets.ts';

const EDITOR = 'http://127.0.0.1:9';
const EDITOR_CALLBACK =
  `${EDITOR}/stable-${'a'.repeat(40)}/callback?vscode-reqid=1&vscode-scheme=code-oss` +
  '&vscode-authority=incident-desk.incident-desk&vscode-path=%2Fcallback';
const TITLE = 'Checkout answers 502 since the last deployment';

const tokenAnswer = z.object({ refresh_token: z.string() });
const errorAnswer = z.object({ error: z.string() });

/** A window of the editor: what lives in one and is gone when it is reloaded. */
interface Window {
  readonly sessions: Sessions;
  readonly callbacks: Callbacks;
  /** The server as the person of `sessionId` uses it. */
  client(sessionId: string): ServerClient;
  close(): Promise<void>;
}

describe('The main job, without clicks', () => {
  let directory: string;
  let demo: RunningDemo;
  let entry: ServerEntry;
  let skipped = 0;
  let sessionId: string;
  let first: Window;
  let second: Window;
  const secrets = new MemorySecrets();
  const lines: string[] = [];
  const refreshTokens: string[] = [];
  let refreshes = 0;

  const effects: Effects = { fetch: watchedFetch, now: () => Date.now() + skipped, log: recordingLog(lines) };

  async function watchedFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    const response = await fetch(input, init);
    if (!new Request(input).url.endsWith('/v1/token')) return response;
    const form = new URLSearchParams(await new Response(init?.body ?? null).text());
    if (form.get('grant_type') === 'refresh_token') refreshes += 1;
    refreshTokens.push(tokenAnswer.parse(await response.clone().json()).refresh_token);
    return response;
  }

  function openWindow(): Window {
    const sessions = new Sessions({ secrets, directory, effects });
    const callbacks = new Callbacks({ directory, now: effects.now, log: effects.log });
    const clients: ServerClient[] = [];
    const client = (id: string): ServerClient => {
      const tokens = {
        token: () => sessions.token(id),
        replace: (rejected: string) => sessions.replace(id, rejected),
      };
      clients.push(createServerClient({ entry, tokens, effects, clientVersion: '0.0.0' }));
      return clients.at(-1) ?? assert.fail();
    };
    const close = async (): Promise<void> => {
      await Promise.all(clients.map((one) => one.reset()));
      sessions.dispose();
      callbacks.dispose();
    };
    return { sessions, callbacks, client, close };
  }

  async function totalOf(window: Window): Promise<number> {
    const { counts } = await (await window.client(sessionId).incidents()).list({});
    return counts?.total ?? assert.fail('the server counts its incidents');
  }

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'incident-desk-main-job-'));
    demo = await startDemo({ directory: path.join(directory, 'demo'), relayTargets: [EDITOR], clock: effects.now });
    const { serverUrl: url, clientId, relay } = demo.info;
    entry = { name: 'Demo', url, clientId, resource: 'auto', signIn: 'auto', relay };
    first = openWindow();
    second = openWindow();
  });

  after(async () => {
    await first.close();
    await second.close();
    await demo.close();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  it('signs in through the relay; the callback may land in another window', async () => {
    const plan = await planSignIn(entry, effects);
    const pending = await beginAuthorization(
      plan,
      { redirectUri: demo.info.relay, callback: EDITOR_CALLBACK },
      effects,
    );
    const waiting = first.callbacks.wait(pending, AbortSignal.timeout(20_000));
    const jar = new CookieJar();
    const atRelay = await loginByForm(pending.url, 'engineer', jar);
    assert.equal(`${atRelay.origin}${atRelay.pathname}`, demo.info.relay);
    const forwarded = new URL((await jar.fetch(atRelay)).headers.get('location') ?? assert.fail());
    assert.equal(forwarded.origin, EDITOR);
    // What the editor's callback endpoint makes of it for the URI handler.
    const { code, state } = Object.fromEntries(forwarded.searchParams);
    assert.ok(code && state);
    const handled = new URL(`code-oss://incident-desk.incident-desk/callback?${new URLSearchParams({ code, state })}`);
    await second.callbacks.deliver(handled);
    const session = await first.sessions.add(await pending.redeem(await waiting));
    sessionId = session.id;
    assert.equal(session.account.label, 'erin.alvarez@example.com (Demo)');
  });

  it('lists incidents and opens one', async () => {
    const source = await first.client(sessionId).incidents();
    const page = await source.list({});
    assert.ok(page.incidents.length >= 30);
    const [newest] = page.incidents;
    assert.ok(newest);
    const opened = await source.get(newest.id);
    assert.equal(opened.title, newest.title);
    assert.ok(opened.description && opened.timeline.length > 0);
  });

  it('creates one, which every window lists', async () => {
    const source = await first.client(sessionId).incidents();
    const before = await totalOf(second);
    const id = await source.create({
      title: TITLE,
      severity: 'critical',
      description: 'From the form',
      service: 'checkout',
      tags: ['web'],
    });
    assert.equal((await source.get(id)).title, TITLE);
    assert.equal(await totalOf(second), before + 1);
  });

  it('renders the prompt with focus on patterns', async () => {
    const connection = await first.client(sessionId).connection();
    const { messages } = await connection.renderPrompt(PROMPT.triageIncidents, { focus: 'patterns' });
    const text = messages.map(({ content }) => (content.type === 'text' ? content.text : '')).join('');
    assert.match(text, /pattern/i);
    assert.ok(text.includes(TITLE));
  });

  it('calls the tool for the critical ones', async () => {
    const connection = await first.client(sessionId).connection();
    const { isError, content } = await connection.callTool(TOOL.listIncidents, { severity: 'critical' });
    assert.equal(isError, false);
    const [text] = content;
    assert.ok(text?.type === 'text' && text.text.includes(`${TITLE} (critical, open)`));
    assert.doesNotMatch(text.text, /\((low|medium|high), /);
  });

  it('is still signed in after a reload of either window', async () => {
    await first.close();
    await second.close();
    first = openWindow();
    second = openWindow();
    assert.deepEqual(
      (await second.sessions.list()).map(({ id }) => id),
      [sessionId],
    );
    assert.ok((await totalOf(first)) > 30);
    assert.equal(await totalOf(second), await totalOf(first));
    assert.equal(refreshes, 0);
  });

  it('refreshes an expired token once for both windows, unseen', async () => {
    skipped += 3_600_000;
    const totals = await Promise.all([totalOf(first), totalOf(second), totalOf(first)]);
    assert.equal(new Set(totals).size, 1);
    assert.equal(refreshes, 1);
  });

  it('signs out in every window and revokes the refresh token', async () => {
    await second.sessions.remove(sessionId);
    assert.deepEqual(await second.sessions.list(), []);
    await first.sessions.rescan();
    assert.deepEqual(await first.sessions.list(), []);
    const { state } = first.client(sessionId);
    assert.equal(state.kind, 'idle');
    await assert.rejects(totalOf(first), (error) => isAppError(error, 'signed_out'));
    const revoked = await fetch(`${demo.info.issuer}/v1/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: demo.info.clientId,
        refresh_token: refreshTokens.at(-1) ?? assert.fail(),
      }),
    });
    assert.equal(revoked.status, 400);
    assert.deepEqual(errorAnswer.parse(await revoked.json()), { error: 'invalid_grant' });
  });

  it('logged nothing secret on the way', () => {
    assert.ok(lines.length > 0 && refreshTokens.length === 2);
    for (const secret of refreshTokens) assert.ok(!lines.some((line) => line.includes(secret)));
  });
});
