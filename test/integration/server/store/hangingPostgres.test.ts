import assert from 'node:assert/strict';
import pg from 'pg';
import { type RunningServer, startServer } from '../../../../src/server/startServer.ts';
import { openPostgres } from '../../../../src/server/store/postgres/openPostgres.ts';
import { postRpc } from '../../support/postRpc.ts';
import { type ForgetfulWay, openForgetfulWay } from '../../support/postgres/forgetfulWay.ts';
import { emptyDatabase } from '../../support/postgres/sharedPostgres.ts';
import { startTokenIssuer, type TokenIssuer } from '../../support/tokenIssuer.ts';

/** Milliseconds. */
const LIMIT = 500;
const PATIENCE = 10_000;
const call = (name: string, args: object) => ({ method: 'tools/call', params: { name, arguments: args } });
const RESOLVE = call('update_incident', { id: 'INC-1001', status: 'resolved' });

describe('a call for which PostgreSQL takes too long', function () {
  this.timeout(60_000);
  let issuer: TokenIssuer;
  let server: RunningServer;
  let other: pg.Client;
  let way: ForgetfulWay;
  let logged: string[];

  before(async () => {
    logged = [];
    issuer = await startTokenIssuer();
    const url = await emptyDatabase();
    way = await openForgetfulWay(url);
    server = await startServer({
      ...issuer,
      log: (line) => logged.push(line),
      openDatabase: (report) => openPostgres(way.url, report, { callLimit: LIMIT }),
    });
    other = new pg.Client(url);
    await other.connect();
  });
  after(async () => {
    await other.end();
    await server.close();
    await way.close();
    await issuer.close();
  });

  it('fails in plain words within its time, and the next ones do not', async () => {
    const token = await issuer.token();
    await postRpc(server.url, call('create_incident', { title: 'x' }), token);
    await other.query('begin');
    await other.query('select 1 from incidents for update');
    const answered = await postRpc(server.url, RESOLVE, token, {}, AbortSignal.timeout(PATIENCE));
    assert.match(await answered.text(), /The server failed to do this\. Try again later\./);
    assert.ok(logged.some((line) => line.includes('statement timeout')));
    await other.query('rollback');
    assert.match(await (await postRpc(server.url, RESOLVE, token)).text(), /INC-1001 updated/);
  });

  it('fails where its connection fell silent, and the next one does not', async () => {
    const token = await issuer.token();
    const create = call('create_incident', { title: 'y' });
    way.forget();
    const answered = await postRpc(server.url, create, token, {}, AbortSignal.timeout(PATIENCE));
    assert.match(await answered.text(), /The server failed to do this\. Try again later\./);
    const next = await postRpc(server.url, create, token, {}, AbortSignal.timeout(PATIENCE));
    assert.match(await next.text(), /created with id INC-\d+/);
  });
});
