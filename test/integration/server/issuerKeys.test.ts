import assert from 'node:assert/strict';
import { type RunningServer, startServer } from '../../../src/server/startServer.ts';
import { postRpc } from '../support/postRpc.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';
import { until } from '../support/until.ts';

const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };
const MINUTE = 60_000;

describe("the issuer's keys at the incident server", () => {
  let issuer: TokenIssuer;
  let server: RunningServer;
  /** Milliseconds that have passed, and those by which the clock of the day was set. */
  let ahead: number;
  let setBy: number;

  beforeEach(async () => {
    [ahead, setBy] = [0, 0];
    issuer = await startTokenIssuer();
    server = await startServer({
      ...issuer,
      now: () => Date.now() + ahead + setBy,
      monotonic: () => performance.now() + ahead,
    });
  });
  afterEach(async () => {
    await server.close();
    await issuer.close();
  });

  const lasting = (): Promise<string> => issuer.token({ exp: Math.floor(Date.now() / 1000) + 7200 });
  const status = async (token: string): Promise<number> => (await postRpc(server.url, LIST, token)).status;

  it('go on while the issuer is down, for less than an hour', async () => {
    const token = await lasting();
    assert.equal(await status(token), 200);
    issuer.setDown(true);
    ahead = 30 * MINUTE;
    assert.equal(await status(token), 200);
    ahead = 61 * MINUTE;
    assert.equal(await status(token), 503);
    issuer.setDown(false);
    assert.equal(await status(token), 200);
  });

  it('are read again behind the requests when they are old', async () => {
    const token = await lasting();
    assert.equal(await status(token), 200);
    const before = issuer.keyRequests();
    ahead = 11 * MINUTE;
    assert.equal(await status(token), 200);
    await until(() => issuer.keyRequests() === before + 1, 'the keys are read again');
    assert.equal(await status(token), 200);
    assert.equal(issuer.keyRequests(), before + 1);
  });

  it('are not asked for at each request while the issuer is down', async () => {
    issuer.setDown(true);
    const token = await lasting();
    for (let call = 0; call < 20; call += 1) assert.equal(await status(token), 503);
    assert.ok(issuer.keyRequests() <= 5, String(issuer.keyRequests()));
    issuer.setDown(false);
    ahead = 6000;
    assert.equal(await status(token), 200);
  });

  it('may be exchanged, also while the issuer is down, though the clock is set back', async () => {
    setBy = 60 * MINUTE;
    assert.equal(await status(await lasting()), 200);
    await issuer.rotateKey();
    [ahead, setBy] = [MINUTE, 0];
    const renewed = await lasting();
    issuer.setDown(true);
    for (let call = 0; call < 5; call += 1) assert.equal(await status(renewed), 503);
    issuer.setDown(false);
    [ahead, setBy] = [MINUTE + 6000, -60 * MINUTE];
    assert.equal(await status(renewed), 200);
  });

  it('may be exchanged: tokens of the old and of the new one are taken at once, until the old one is withdrawn', async () => {
    const old = await lasting();
    assert.equal(await status(old), 200);
    await issuer.rotateKey();
    ahead = MINUTE;
    const renewed = await lasting();
    const before = issuer.keyRequests();
    const answers = await Promise.all([status(renewed), status(old), status(renewed), status(renewed)]);
    assert.deepEqual(answers, [200, 200, 200, 200]);
    assert.equal(issuer.keyRequests(), before + 1);
    issuer.withdrawOldKeys();
    ahead += 11 * MINUTE;
    assert.equal(await status(renewed), 200);
    await until(() => issuer.keyRequests() === before + 2, 'the keys are read again');
    assert.deepEqual([await status(renewed), await status(old)], [200, 401]);
  });

  it('are no longer good, once they are withdrawn, for a token that was taken a moment ago', async () => {
    const old = await lasting();
    assert.equal(await status(old), 200);
    await issuer.rotateKey();
    issuer.withdrawOldKeys();
    ahead = MINUTE;
    assert.equal(await status(old), 200);
    assert.equal(await status(await lasting()), 200);
    assert.equal(await status(old), 401);
  });

  it('are asked for at unknown names of keys once in 30 s, by however many', async () => {
    assert.equal(await status(await lasting()), 200);
    ahead = MINUTE;
    const before = issuer.keyRequests();
    const forged = await Promise.all(Array.from({ length: 20 }, (_, at) => issuer.forgedToken({}, `foreign-${at}`)));
    assert.deepEqual([...new Set(await Promise.all(forged.map(status)))], [401]);
    for (const token of forged) assert.equal(await status(token), 401);
    assert.equal(issuer.keyRequests(), before + 1);
  });
});
