import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import { connectToServer } from '../../../src/core/mcp/connect.ts';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import type { Sessions } from '../../../src/core/oauth/sessions/sessions.ts';
import { startServer } from '../../../src/server/startServer.ts';
import type { RunningServer } from '../../../src/server/startServer.ts';
import { TOOL } from '../../../src/shared/names.ts';
import { startNonceGate } from '../../peers/nonceGate.ts';
import type { NonceGate } from '../../peers/nonceGate.ts';
import { startWorld } from '../oauth/world.ts';
import type { World } from '../oauth/world.ts';

describe('Requests with a bound token', function () {
  this.timeout(30_000);
  let world: World;
  let gate: NonceGate;
  let server: RunningServer;
  let window: Sessions;
  let id: string;
  beforeEach(async () => {
    world = await startWorld();
    gate = await startNonceGate(() => server.origin);
    const { issuer, audience } = world.issuer;
    server = await startServer({ issuer, audience, resource: gate.url, requireDpop: true, now: world.effects.now });
    window = world.window();
    ({ id } = await window.add(await world.signIn({ url: gate.url })));
  });
  afterEach(async () => {
    await server.close();
    await gate.close();
    await world.close();
  });

  function connect(url: string): Promise<McpConnection> {
    const tokens = { token: () => window.token(id), replace: (rejected: string) => window.replace(id, rejected) };
    const entry = { ...world.entry, url };
    return connectToServer({ entry, tokens, effects: world.effects, clientVersion: '0.0.0' });
  }

  it('bring the nonce that the server wants, and are not taken for an expired token', async () => {
    const connection = await connect(gate.url);
    await connection.callTool(TOOL.getMe, {});
    const refusals = gate.refusals();
    assert.ok(refusals > 0);
    await connection.callTool(TOOL.getMe, {});
    assert.equal(gate.refusals(), refusals);
    gate.nonce = 'n2';
    await connection.callTool(TOOL.getMe, {});
    assert.equal(gate.refusals(), refusals + 1);
    await connection.close();
    assert.equal(world.tokenRequests('refresh_token'), 0);
    assert.equal(new Set(gate.proofs.map(({ jti }) => jti)).size, gate.proofs.length);
  });

  it('prove each redirect anew', async () => {
    const connection = await connect(gate.url.replace('/mcp', '/old'));
    assert.ok(!(await connection.callTool(TOOL.getMe, {})).isError);
    await connection.close();
    const addresses = new Set(gate.proofs.map(({ htu }) => htu));
    assert.deepEqual(addresses, new Set([gate.url.replace('/mcp', '/old'), gate.url]));
  });

  it('end at a server that is never content with its own nonce', async () => {
    Object.defineProperty(gate, 'nonce', { get: () => crypto.randomUUID() });
    await assert.rejects(connect(gate.url), (error) => isAppError(error, 'unauthorized'));
    assert.ok(gate.refusals() <= 8, `refused ${gate.refusals()} times`);
    assert.equal(world.tokenRequests('refresh_token') <= 2, true);
  });
});
