import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import * as z from 'zod';
import { listen } from '../../../../src/server/http/listen.ts';
import { startServer } from '../../../../src/server/startServer.ts';
import { postRpc } from '../../support/postRpc.ts';
import { startServerProcess } from '../../support/serverProcess.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { until } from '../../support/until.ts';
import { startWatchedServer } from '../../support/watchedServer.ts';

const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };
const lineSchema = z.looseObject({ status: z.number(), ms: z.number(), msg: z.string().optional() });

describe('a call that its client gives up before it is answered', function () {
  this.timeout(20_000);
  let issuer: TokenIssuer;
  before(async () => (issuer = await startTokenIssuer()));
  after(() => issuer.close());

  /** A check of tokens that never ends. */
  function endlessCheck() {
    const begun = Promise.withResolvers<undefined>();
    return { begun: begun.promise, verify: () => (begun.resolve(undefined), new Promise<never>(() => undefined)) };
  }

  /** Calls, and gives up once `begun` is there. */
  async function giveUp(url: string, begun: Promise<unknown>): Promise<void> {
    const given = new AbortController();
    const call = postRpc(url, LIST, await issuer.token(), {}, given.signal);
    await Promise.race([begun, call]);
    given.abort();
    await assert.rejects(call, { name: 'AbortError' });
  }

  it('is logged as that with how long it took, though the clock was set back', async () => {
    const { begun, verify } = endlessCheck();
    const lines: string[] = [];
    let setBy = 0;
    const log = (line: string): void => void lines.push(line);
    const server = await startServer({ ...issuer, verify, log, now: () => Date.now() + setBy });
    try {
      await giveUp(
        server.url,
        begun.then(() => (setBy = -3_600_000)),
      );
      await until(() => lines.length > 0, 'a line');
      const { status, ms } = lineSchema.parse(JSON.parse(lines[0] ?? ''));
      assert.equal(status, 499);
      assert.ok(Number.isInteger(ms) && ms >= 0, String(ms));
    } finally {
      await server.close();
    }
  });

  it('is counted as that, and no refusal', async () => {
    const { begun, verify } = endlessCheck();
    const server = await startWatchedServer({ ...issuer, verify });
    try {
      await giveUp(server.url, begun);
      const counted = async (): Promise<string[]> =>
        (await (await fetch(server.metricsUrl)).text()).match(/^incident_desk_request_duration_seconds_count.*$/gm) ??
        [];
      let lines = await counted();
      while (lines.length === 0) lines = await counted();
      assert.deepEqual(lines, [
        'incident_desk_request_duration_seconds_count{method="POST",status="499",call="none"} 1',
      ]);
      assert.deepEqual(server.audited(), []);
    } finally {
      await server.close();
    }
  });

  it('is no error in the log of a server process', async () => {
    const asked = Promise.withResolvers<undefined>();
    const keys = await listen(
      createServer(() => asked.resolve(undefined)),
      0,
    );
    const server = await startServerProcess({
      OKTA_ISSUER: issuer.issuer,
      OKTA_AUDIENCE: issuer.audience,
      OAUTH_JWKS_URI: `http://127.0.0.1:${keys.port}/keys`,
      MCP_SERVER_PORT: '0',
      INCIDENTS_DB: ':memory:',
    });
    try {
      await giveUp(server.url, asked.promise);
      await until(() => server.said().includes('"method":"POST"'), 'a line');
      assert.match(server.said(), /"level":"info".*"status":499.*"msg":"request cut off"/);
    } finally {
      await server.kill();
      await keys.close();
    }
  });
});
