import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import * as z from 'zod';
import { eventually } from '../../oauth/world.ts';
import { signInByBrowser } from './browser.ts';
import { postForm } from './proxyClient.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

const PROGRAM = fileURLToPath(import.meta.resolve('mcp-remote/dist/proxy.js'));

/** Seconds after which a token of five minutes is over, however clocks differ. */
const LATER = 310;
const tokensSchema = z.looseObject({ access_token: z.string(), refresh_token: z.string() });

describe('mcp-remote at the proxy', function () {
  this.timeout(60_000);
  let world: ProxyWorld;
  let directory: string;
  /** Seconds by which the server is ahead of the program. */
  let ahead: number;
  let clients: Client[];
  beforeEach(async () => {
    ahead = 0;
    clients = [];
    world = await startProxyWorld({ server: { now: () => Date.now() + ahead * 1000 } });
    directory = await mkdtemp(join(tmpdir(), 'incident-desk-remote-'));
  });
  afterEach(async () => {
    for (const client of clients) await client.close();
    await world.close();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  function start(): { client: Client; transport: StdioClientTransport; printed: () => string } {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [PROGRAM, world.server.url],
      // No browser is found there, so that the address is printed.
      env: { PATH: directory, HOME: directory, MCP_REMOTE_CONFIG_DIR: directory },
      stderr: 'pipe',
    });
    let text = '';
    transport.stderr?.on('data', (part: Buffer) => (text += part.toString()));
    const client = new Client({ name: 'test', version: '1.0.0' });
    clients.push(client);
    return { client, transport, printed: () => text };
  }

  async function printedUrl(printed: () => string): Promise<URL> {
    const find = (): string | undefined => /https?:\/\/\S+\/oauth2\/v1\/authorize\?\S+/.exec(printed())?.[0];
    return new URL((await eventually(find)) ?? '');
  }

  /** Follows the browser back to the program, which prints the address before it listens for that. */
  async function comeBack(callback: URL): Promise<Response> {
    const answer = await eventually(() => fetch(callback).catch(() => undefined));
    assert.ok(answer);
    return answer;
  }

  it('registers itself, signs in by the address that it prints, and lists incidents', async () => {
    const { client, transport, printed } = start();
    const connected = client.connect(transport);
    const callback = await signInByBrowser(await printedUrl(printed));
    assert.equal((await comeBack(callback)).status, 200);
    await connected;
    const answer = await client.callTool({ name: 'list_incidents', arguments: {} });
    assert.match(JSON.stringify(answer), /No incidents found/);
    await client.close();

    const again = start();
    await again.client.connect(again.transport);
    await again.client.listTools();
    await again.client.close();
    assert.doesNotMatch(again.printed(), /authorize\?/);
  });

  async function signedIn(): Promise<{ client: Client; printed: () => string }> {
    const { client, transport, printed } = start();
    const connected = client.connect(transport);
    await comeBack(await signInByBrowser(await printedUrl(printed)));
    await connected;
    return { client, printed };
  }

  async function list(client: Client): Promise<string> {
    return JSON.stringify(await client.callTool({ name: 'list_incidents', arguments: {} }));
  }

  /** What it keeps in the file whose name ends so. */
  async function kept<T>(suffix: string, schema: z.ZodType<T>): Promise<T> {
    const files = await readdir(directory, { recursive: true });
    const file = files.find((name) => name.endsWith(suffix));
    assert.ok(file !== undefined, files.join(' '));
    return schema.parse(JSON.parse(await readFile(join(directory, file), 'utf8')));
  }

  it('refreshes once its token is over after five minutes, and the call goes on', async () => {
    const { client, printed } = await signedIn();
    const { access_token: first } = await kept('tokens.json', tokensSchema);
    ahead = LATER;
    assert.match(await list(client), /No incidents found/);
    assert.equal(world.tokenRequests('refresh_token'), 1);
    assert.notEqual((await kept('tokens.json', tokensSchema)).access_token, first);
    assert.match(await list(client), /No incidents found/);
    assert.equal(printed().split('/oauth2/v1/authorize?').length, 2);
  });

  it('has the person sign in again once its sign-in was revoked', async () => {
    const { client } = await signedIn();
    const { refresh_token: token } = await kept('tokens.json', tokensSchema);
    const { client_id } = await kept('client_info.json', z.looseObject({ client_id: z.string() }));
    await client.close();
    assert.equal((await postForm(world, 'revoke', { client_id, token })).status, 200);
    assert.ok(world.okta.requests.some(({ path }) => path.endsWith('/v1/revoke')));
    ahead = LATER;
    const again = await signedIn();
    assert.equal(world.tokenRequests('refresh_token'), 0);
    assert.match(await list(again.client), /No incidents found/);
  });
});
