import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { statusWithHost } from '../../support/askWithHost.ts';
import { type LoggedLine, loggedLines } from '../../support/loggedLines.ts';
import { postRpc } from '../../support/postRpc.ts';
import { type ServerProcess, startServerProcess } from '../../support/serverProcess.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { until } from '../../support/until.ts';

const call = (name: string, args: object = {}) => ({ method: 'tools/call', params: { name, arguments: args } });
const CREATE = call('create_incident', { title: 'x' });
const FLOOD = 30;
const TOLD = 10;

const auditSchema = z.object({
  audit: z.looseObject({ event: z.string(), count: z.number().optional(), reason: z.string().optional() }),
});

describe('a flood of refused requests', function () {
  this.timeout(30_000);
  let issuer: TokenIssuer;
  let server: ServerProcess;
  beforeEach(async () => {
    issuer = await startTokenIssuer();
    server = await startServerProcess({
      OKTA_ISSUER: issuer.issuer,
      OKTA_AUDIENCE: issuer.audience,
      MCP_SERVER_PORT: '0',
      INCIDENTS_DB: ':memory:',
    });
  });
  afterEach(async () => {
    await server.kill();
    await issuer.close();
  });

  const lines = (): readonly LoggedLine[] => loggedLines(server.said());
  const audited = (event: string) =>
    lines().flatMap((line) => {
      const { data } = auditSchema.safeParse(line);
      return data?.audit.event === event ? [data.audit] : [];
    });
  const requests = () => lines().filter(({ msg }) => /^requests? /.test(`${msg ?? ''} `));
  /** Asks so often, stops the server, and waits until it said the last of it. */
  async function flooded(ask: (time: number) => Promise<unknown>): Promise<void> {
    await Promise.all(Array.from({ length: FLOOD }, (_, time) => ask(time)));
    server.signal('SIGTERM');
    await until(() => audited('refusal').some(({ count }) => count !== undefined), 'the line with a count');
  }

  it('leaves ten lines and one with a count in either log', async () => {
    await flooded(() => postRpc(server.url, call('list_incidents')));
    const reason = 'invalid_token: No access token was sent';
    assert.equal(audited('refusal').length, TOLD + 1);
    const last = audited('refusal').at(-1);
    const same = { address: '127.0.0.1', path: '/mcp', status: 401, reason, count: FLOOD - TOLD };
    assert.partialDeepStrictEqual(last, { event: 'refusal', ...same });
    assert.ok(z.object({ first: z.iso.datetime(), last: z.iso.datetime() }).safeParse(last).success);
    assert.equal(requests().length, TOLD + 1);
    assert.partialDeepStrictEqual(requests().at(-1), { level: 'info', msg: 'requests refused', ...same });
  });

  it('is one flood, however its names and paths differ', async () => {
    await flooded((time) =>
      Promise.all([statusWithHost(server.url, `evil${time}.example`), fetch(new URL(`/made-up-${time}`, server.url))]),
    );
    await until(() => audited('refusal').length === 2 * (TOLD + 1), 'both counts');
    const counted = audited('refusal').filter(({ count }) => count !== undefined);
    assert.deepEqual(
      new Set(counted.map(({ reason, path, count }) => `${reason} ${String(path)} ${count}`)),
      new Set(['foreign host /mcp 20', 'no such address undefined 20']),
    );
  });

  it('of a person keeps who it was, apart from others', async () => {
    const tokens = await Promise.all(
      ['ada@example.com', 'bob@example.com'].map((sub) => issuer.token({ sub, scp: ['incidents:read'] })),
    );
    await flooded((time) => postRpc(server.url, CREATE, tokens[time % 2]));
    await until(() => audited('refusal').length === 2 * (TOLD + 1), 'both counts');
    const counted = audited('refusal').filter(({ count }) => count !== undefined);
    assert.deepEqual(
      new Set(counted.map(({ subject, client, count }) => `${String(subject)} ${String(client)} ${count}`)),
      new Set(['ada@example.com 0oaClient 5', 'bob@example.com 0oaClient 5']),
    );
  });

  it('leaves every authentication and change, however many', async () => {
    const changes = Array.from({ length: FLOOD }, async (_, time) => {
      const response = await postRpc(server.url, CREATE, await issuer.token({ jti: `token-${time}` }));
      return response.text();
    });
    await Promise.all(changes);
    await flooded(() => postRpc(server.url, CREATE));
    assert.equal(audited('change').length, FLOOD);
    assert.equal(audited('authentication').length, FLOOD);
  });

  it('leaves no more where what comes is no HTTP', async () => {
    await flooded(async () => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      socket.write('hello\r\n\r\n');
      await text(socket);
    });
    assert.equal(audited('refusal').length, TOLD + 1);
    assert.partialDeepStrictEqual(audited('refusal').at(-1), { reason: 'not valid HTTP', count: FLOOD - TOLD });
  });
});
