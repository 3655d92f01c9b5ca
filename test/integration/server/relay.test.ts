import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { type RunningServer, startServer } from '../../../src/server/startServer.ts';
import { checkCode, encodeRelayState } from '../../../src/shared/relay.ts';

const EDITOR = 'http://127.0.0.1:8443';
const CALLBACK =
  `${EDITOR}/stable-${'a'.repeat(40)}/callback?vscode-reqid=1&vscode-scheme=code-oss` +
  '&vscode-authority=incident-desk.incident-desk&vscode-path=/callback';
const NONCE = 'n'.repeat(22);
const STATE = encodeRelayState({ callback: CALLBACK, nonce: NONCE });
const CONFIG = { issuer: 'http://127.0.0.1:9/oauth2/default', audience: 'a', relayTargets: [EDITOR] };

interface Page {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly html: string;
}

/** What a browser gets there, which reaches the server by the name in `host`. */
function browse(
  server: RunningServer,
  query: Record<string, string> | string,
  { host, below = '' }: { host?: string; below?: string } = {},
): Promise<Page> {
  const search = typeof query === 'string' ? query : new URLSearchParams(query).toString();
  return new Promise((resolve, reject) => {
    const options = host === undefined ? {} : { headers: { host } };
    httpRequest(`${server.origin}/oauth/relay${below}?${search}`, options, (response) => {
      let html = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (html += chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, html }));
    })
      .on('error', reject)
      .end();
  });
}

describe('the relay page on loopback', () => {
  let server: RunningServer;
  before(async () => {
    server = await startServer(CONFIG);
  });
  after(() => server.close());

  it("forwards the issuer's answer to the editor at once", async () => {
    const { status, headers } = await browse(server, { code: 'c+d/e=', state: STATE, iss: 'https://i.example' });
    assert.equal(status, 303);
    const target = new URL(String(headers['location']));
    assert.equal(target.origin, EDITOR);
    assert.deepEqual(Object.fromEntries(target.searchParams), {
      'vscode-reqid': '1',
      'vscode-scheme': 'code-oss',
      'vscode-authority': 'incident-desk.incident-desk',
      'vscode-path': '/callback',
      code: 'c+d/e=',
      state: STATE,
      iss: 'https://i.example',
    });
  });

  it('forwards errors of the issuer', async () => {
    const { headers } = await browse(server, { error: 'access_denied', error_description: 'No & <no>', state: STATE });
    const target = new URL(String(headers['location']));
    assert.equal(target.searchParams.get('error'), 'access_denied');
    assert.equal(target.searchParams.get('error_description'), 'No & <no>');
  });

  it('forwards to an editor by its URL scheme', async () => {
    const state = encodeRelayState({ callback: 'vscode://incident-desk.incident-desk/callback', nonce: NONCE });
    const { headers } = await browse(server, { code: 'c', state });
    assert.equal(headers['location'], `vscode://incident-desk.incident-desk/callback?state=${state}&code=c`);
  });

  it('lets nothing else pass', async () => {
    const query = { code: 'c', state: STATE, 'vscode-authority': 'evil.evil', session_state: 's', id_token: 't' };
    const target = new URL(String((await browse(server, query)).headers['location']));
    assert.equal(target.searchParams.get('vscode-authority'), 'incident-desk.incident-desk');
    assert.ok(!target.searchParams.has('session_state') && !target.searchParams.has('id_token'));
  });

  it('is not kept, framed or told to others', async () => {
    for (const query of [
      { code: 'c', state: STATE },
      { code: 'c', state: 'foreign' },
    ]) {
      const { headers } = await browse(server, query);
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.equal(headers['x-frame-options'], 'DENY');
    }
  });

  const refusals: [string, Record<string, string> | string, RegExp][] = [
    ['no answer', {}, /without a complete answer/],
    ['no state', { code: 'c' }, /without a complete answer/],
    ['neither code nor error', { state: STATE }, /without a complete answer/],
    ['code and error', { state: STATE, code: 'c', error: 'e' }, /without a complete answer/],
    ['two codes', `code=a&code=b&state=${STATE}`, /without a complete answer/],
    ['two states', `code=a&state=${STATE}&state=${STATE}`, /without a complete answer/],
    ["a state that is not the extension's", { code: 'c', state: 'abc' }, /does not belong to a sign-in/],
    [
      'a foreign target',
      { code: 'c', state: encodeRelayState({ callback: 'https://evil.example/', nonce: NONCE }) },
      /does not know as an editor/,
    ],
    [
      "the editor's proxy",
      {
        code: 'c',
        state: encodeRelayState({ callback: CALLBACK.replace(/\/stable-a+/, '/proxy/8080'), nonce: NONCE }),
      },
      /does not know as an editor/,
    ],
  ];
  for (const [name, query, words] of refusals) {
    it(`refuses ${name} with a page that says so`, async () => {
      const { status, headers, html } = await browse(server, query);
      assert.equal(status, 400);
      assert.equal(headers['location'], undefined);
      assert.match(html, words);
      assert.match(html, /role="alert"/);
      assert.doesNotMatch(html, /evil\.example/);
    });
  }

  const at = (path: string): string =>
    encodeRelayState({ callback: CALLBACK.replace(/\/callback$/, path), nonce: NONCE });

  it("forwards what came for an issuer's own path to that path", async () => {
    const query = { code: 'c', state: at('/callback/0a1b2c3d') };
    const { status, headers } = await browse(server, query, { below: '/0a1b2c3d' });
    assert.equal(status, 303);
    assert.equal(new URL(String(headers['location'])).searchParams.get('vscode-path'), '/callback/0a1b2c3d');
  });

  for (const [attack, below, path] of [
    ['from an issuer of its own path to the bare one', '/0a1b2c3d', '/callback'],
    ["from one issuer's path to another's", '/0a1b2c3d', '/callback/0a1b2c3e'],
    ["from the bare path to an issuer's own", '', '/callback/0a1b2c3d'],
  ] as const) {
    it(`refuses a mix-up by redirect path: ${attack}`, async () => {
      const { status, headers, html } = await browse(server, { code: 'c', state: at(path) }, { below });
      assert.deepEqual([status, headers['location']], [400, undefined]);
      assert.match(html, /does not know as an editor/);
    });
  }

  it('is on no other path', async () => {
    for (const below of ['/0a1b2c3', '/0A1B2C3D', '/callback', '/0a1b2c3d/x', '/..%2f0a1b2c3d']) {
      assert.equal((await browse(server, { code: 'c', state: STATE }, { below })).status, 404, below);
    }
  });

  it('takes no other method', async () => {
    const response = await fetch(`${server.origin}/oauth/relay?code=c&state=${STATE}`, { method: 'POST' });
    assert.equal(response.status, 404);
  });
});

describe('the relay page off loopback', () => {
  const host = 'incidents.example.com';
  let server: RunningServer;
  before(async () => {
    server = await startServer({
      ...CONFIG,
      resource: `https://${host}/mcp`,
      relayTargets: ['https://code.example.com'],
    });
  });
  after(() => server.close());

  const state = encodeRelayState({ callback: CALLBACK.replace(EDITOR, 'https://code.example.com'), nonce: NONCE });

  it('forwards only by a click, having shown the host and the check code', async () => {
    const { status, headers, html } = await browse(server, { code: 'c"><script>', state }, { host });
    assert.equal(status, 200);
    assert.equal(headers['location'], undefined);
    assert.equal(headers['refresh'], undefined);
    assert.doesNotMatch(html, /<script|http-equiv|onload|<form/i);
    assert.ok(html.includes('code.example.com') && html.includes(checkCode(state)));
    const link = /<a class="button" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    assert.equal(new URL(link ?? '').searchParams.get('code'), 'c"><script>');
  });

  it('runs no script and loads nothing', async () => {
    const policy = String((await browse(server, { code: 'c', state }, { host })).headers['content-security-policy']);
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /script-src|unsafe/);
  });
});
