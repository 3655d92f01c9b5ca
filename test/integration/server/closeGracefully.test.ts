import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { closeGracefully } from '../../../src/server/http/closeGracefully.ts';
import { listen } from '../../../src/server/http/listen.ts';

/** Sends ten requests, each on its own connection, makes a file once all are sent, and prints what became of each. */
const ASK = `
  const { request } = require('node:http');
  const { writeFileSync } = require('node:fs');
  const [url, file] = process.argv.slice(1);
  let sent = 0;
  for (let i = 0; i < 10; i += 1) {
    const asking = request(url, { method: 'POST', agent: false }, (answer) => console.log(answer.resume().statusCode));
    asking.on('error', ({ code }) => console.log(code));
    asking.on('finish', () => (sent += 1) === 10 && writeFileSync(file, ''));
    asking.end('{}');
  }`;

describe('a server that stops', () => {
  it('answers requests on connections that waited to be taken when it was told', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'incident-close-'));
    const server = createServer((_request, response) => response.end());
    const { port } = await listen(server, 0);
    const file = path.join(folder, 'sent');
    const child = spawn(process.execPath, ['-e', ASK, `http://127.0.0.1:${port}`, file]);
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = once(child, 'close');
    const deadline = Date.now() + 10_000;
    // Nothing is taken while this process does nothing else.
    while (!existsSync(file)) assert.ok(Date.now() < deadline, 'the requests were not sent');
    await closeGracefully(server, 5000);
    await ended;
    assert.equal(said, '200\n'.repeat(10));
    rmSync(folder, { recursive: true });
  });
});
