import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { Callbacks } from '../../src/core/oauth/callbacks/callbacks.ts';
import { createUriHandler } from '../../src/vscode/auth/browser/callbackUriHandler.ts';
import { ownCallback } from '../../src/vscode/auth/browser/ownCallback.ts';

const cancelled = new AbortController();

describe('The URI handler', () => {
  const lines: string[] = [];
  const note = (line: string) => void lines.push(line);
  const log = { trace: note, debug: note, info: note, warn: note, error: note };
  let directory: string;
  let callbacks: Callbacks;
  let handler: vscode.UriHandler;

  beforeEach(async () => {
    lines.length = 0;
    directory = await mkdtemp(path.join(tmpdir(), 'incident-desk-'));
    callbacks = new Callbacks({ directory, now: () => Date.now(), log });
    handler = createUriHandler(callbacks, log);
  });

  afterEach(async () => {
    callbacks.dispose();
    await rm(directory, { recursive: true });
  });

  /** As VS Code hands it over: decoded on the desktop, and in a browser as its callback page wrote the query. */
  const arrive = (suffix: string) => {
    const uri = vscode.Uri.parse(`${vscode.env.uriScheme}://incident-desk.incident-desk${suffix}`);
    const written = new URLSearchParams(suffix.split('?')[1]).toString();
    return handler.handleUri(vscode.env.uiKind === vscode.UIKind.Web ? uri.with({ query: written }) : uri);
  };

  it('brings a callback to the sign-in that waits for its state, each value as it was sent', async () => {
    const waiting = callbacks.wait({ state: 'state-1', path: '/callback' }, cancelled.signal);
    await arrive('/callback?code=a%2Bb%2F%3D&state=state-1&iss=https%3A%2F%2Fexample.okta.com%2Foauth2%2Fdefault');
    const url = await waiting;
    assert.equal(url.searchParams.get('code'), 'a+b/=');
    assert.equal(url.searchParams.get('iss'), 'https://example.okta.com/oauth2/default');
  });

  it("takes one on an issuer's own path", async () => {
    const waiting = callbacks.wait({ state: 'state-1', path: '/callback/0a1b2c3d' }, cancelled.signal);
    await arrive('/callback/0a1b2c3d?code=right&state=state-1');
    assert.equal((await waiting).pathname, '/callback/0a1b2c3d');
  });

  it('lets nothing else end a wait, and says and logs nothing of it', async () => {
    let ended = false;
    const waiting = callbacks.wait({ state: 'state-1', path: '/callback' }, cancelled.signal).finally(() => {
      ended = true;
    });
    for (const suffix of [
      '/callback?code=stolen&state=state-2',
      '/callback?error=access_denied',
      '/callback',
      '/callback?state=state-1&state=state-1&code=stolen',
      `/callback?code=${'x'.repeat(10_000)}&state=state-1`,
      '/elsewhere?code=stolen&state=state-1',
      '/callback/0a1b2c3d?code=stolen&state=state-1',
      '/callback/0a1b2c3d?error=access_denied&state=state-1',
      '/callback/?code=stolen&state=state-1',
      '/callback/0a1b2c3?code=stolen&state=state-1',
      '/callback/0A1B2C3D?code=stolen&state=state-1',
      '/callback/0a1b2c3d/x?code=stolen&state=state-1',
    ]) {
      await arrive(suffix);
    }
    assert.equal(ended, false);
    assert.deepEqual(lines, []);
    await arrive('/callback?code=right&state=state-1');
    assert.equal((await waiting).searchParams.get('code'), 'right');
  });

  it('is reached by an address that a relay page can take apart', async () => {
    const own = new URL(await ownCallback({ uriScheme: vscode.env.uriScheme }));
    if (vscode.env.uiKind === vscode.UIKind.Web) {
      assert.equal(own.searchParams.get('vscode-authority'), 'incident-desk.incident-desk');
      assert.equal(own.searchParams.get('vscode-path'), '/callback');
    } else assert.equal(own.host + own.pathname, 'incident-desk.incident-desk/callback');
  });
});
