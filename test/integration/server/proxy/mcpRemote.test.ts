import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { eventually } from '../../oauth/world.ts';
import { signInByBrowser } from './browser.ts';
import { type ProxyWorld, startProxyWorld } from './proxyWorld.ts';

const PROGRAM = fileURLToPath(import.meta.resolve('mcp-remote/dist/proxy.js'));

describe('mcp-remote at the proxy', function () {
  this.timeout(60_000);
  let world: ProxyWorld;
  let directory: string;
  beforeEach(async () => {
    world = await startProxyWorld();
    directory = await mkdtemp(join(tmpdir(), 'incident-desk-remote-'));
  });
  afterEach(async () => {
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
    return { client: new Client({ name: 'test', version: '1.0.0' }), transport, printed: () => text };
  }

  async function printedUrl(printed: () => string): Promise<URL> {
    const find = (): string | undefined => /https?:\/\/\S+\/oauth2\/v1\/authorize\?\S+/.exec(printed())?.[0];
    return new URL((await eventually(find)) ?? '');
  }

  it('registers itself, signs in by the address that it prints, and lists incidents', async () => {
    const { client, transport, printed } = start();
    const connected = client.connect(transport);
    const callback = await signInByBrowser(await printedUrl(printed));
    assert.equal((await fetch(callback)).status, 200);
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
});
