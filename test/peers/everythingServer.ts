import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { listen } from './listen.ts';
import type { Peer } from './listen.ts';

const PROGRAM = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'));

/** Starts the protocol's own server for tests of clients, in a process of its own. It asks for no token. */
export async function startEverythingServer(): Promise<Peer> {
  const port = await freePort();
  const child = spawn(process.execPath, [PROGRAM, 'streamableHttp'], {
    env: { ...process.env, PORT: port },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = once(child, 'exit');
  for await (const line of createInterface(child.stderr)) if (/listening on port/i.test(line)) break;
  child.stderr.resume();
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    close: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** It cannot choose a port by itself. */
async function freePort(): Promise<string> {
  const taken = await listen(createServer(), '');
  await taken.close();
  return new URL(taken.url).port;
}
