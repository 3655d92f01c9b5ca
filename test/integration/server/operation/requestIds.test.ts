import assert from 'node:assert/strict';
import { type LoggedLine, loggedLines } from '../../support/loggedLines.ts';
import { postRpc } from '../../support/postRpc.ts';
import { type ServerProcess, startServerProcess } from '../../support/serverProcess.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';
import { until } from '../../support/until.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const GIVEN = 'abcdef0123456789abcdef0123456789';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = `00-${TRACE}-b7ad6b7169203331-01`;
const call = (name: string, args: object = {}) => ({ method: 'tools/call', params: { name, arguments: args } });
const LIST = call('list_incidents');

describe('the id of a request', function () {
  this.timeout(20_000);
  let issuer: TokenIssuer;
  let direct: ServerProcess;
  let behindProxy: ServerProcess;
  before(async () => {
    issuer = await startTokenIssuer();
    const environment = {
      OKTA_ISSUER: issuer.issuer,
      OKTA_AUDIENCE: issuer.audience,
      MCP_SERVER_PORT: '0',
      INCIDENTS_DB: ':memory:',
    };
    direct = await startServerProcess(environment);
    behindProxy = await startServerProcess({ ...environment, MCP_TRUSTED_PROXIES: 'loopback' });
  });
  after(async () => {
    await Promise.all([direct.kill(), behindProxy.kill()]);
    await issuer.close();
  });

  const idOf = (response: Response): string => response.headers.get('x-request-id') ?? '';
  const linesOf = (id: string): readonly LoggedLine[] =>
    loggedLines(direct.said()).filter(({ request }) => request === id);

  it('is in its line with the person, in the audit log, and in its answer', async () => {
    const id = idOf(await postRpc(direct.url, call('create_incident', { title: 'x' }), await issuer.token()));
    assert.match(id, UUID);
    await until(() => linesOf(id).length === 3, 'three lines');
    const lines = linesOf(id);
    const audited = lines.flatMap(({ audit }) => (audit === undefined ? [] : [audit]));
    assert.partialDeepStrictEqual(audited, [{ event: 'change' }, { event: 'authentication' }]);
    const line = lines.find(({ msg }) => msg === 'request');
    assert.partialDeepStrictEqual(line, { subject: 'ada@example.com', client: '0oaClient', status: 200 });
  });

  it('is in the line of a refusal too, with its reason', async () => {
    const readOnly = await issuer.token({ scp: ['incidents:read'] });
    for (const [response, reason, subject] of [
      [await postRpc(direct.url, LIST), 'invalid_token: No access token was sent', undefined],
      [
        await postRpc(direct.url, call('create_incident', { title: 'x' }), readOnly),
        'insufficient_scope: This call needs the scopes incidents:read incidents:write',
        'ada@example.com',
      ],
    ] as const) {
      const lines = () => linesOf(idOf(response)).filter((line) => JSON.stringify(line).includes(reason));
      await until(() => lines().length === 2, 'both lines');
      const line = lines().find(({ msg }) => msg === 'request');
      assert.deepEqual([line?.['status'], line?.['reason'], line?.['subject']], [response.status, reason, subject]);
    }
  });

  it('is that of a trusted proxy, where it is a plain one', async () => {
    const forwarded = { 'x-forwarded-for': '192.0.2.1' };
    for (const [headers, id] of [
      [{ 'x-request-id': GIVEN }, GIVEN],
      [{ traceparent: PARENT }, TRACE],
      [{ 'x-request-id': GIVEN, traceparent: PARENT }, GIVEN],
    ] as const) {
      assert.equal(idOf(await postRpc(behindProxy.url, LIST, undefined, { ...forwarded, ...headers })), id);
    }
    for (const headers of [
      { 'x-request-id': 'short' },
      { 'x-request-id': `a"},{"level":"info` },
      { 'x-request-id': 'x'.repeat(65) },
      { traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` },
    ]) {
      assert.match(idOf(await postRpc(behindProxy.url, LIST, undefined, { ...forwarded, ...headers })), UUID);
    }
  });

  it('is that of nobody else', async () => {
    for (const headers of [{ 'x-request-id': GIVEN }, { traceparent: PARENT, 'x-forwarded-for': '192.0.2.1' }]) {
      assert.match(idOf(await postRpc(direct.url, LIST, undefined, headers)), UUID);
    }
  });
});
