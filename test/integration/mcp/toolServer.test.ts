import assert from 'node:assert/strict';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import { TIME_LIMITS } from '../../../src/core/mcp/openLink.ts';
import { schemaMismatch } from '../../../src/core/mcp/schemaMismatch.ts';
import { argumentsSkeleton } from '../../../src/core/mcp/toolArguments/argumentsSkeleton.ts';
import { needsDocument } from '../../../src/core/mcp/toolArguments/needsDocument.ts';
import { startToolServer } from '../../peers/toolServer.ts';
import type { ToolServer } from '../../peers/toolServer.ts';
import { connectTo } from '../support/connectTo.ts';
import { until } from '../support/until.ts';

describe('Tools with forms of all kinds', () => {
  let server: ToolServer;
  let connection: McpConnection;

  beforeEach(async () => {
    server = await startToolServer();
  });
  afterEach(async () => {
    await connection.close();
    await server.close();
  });

  it('have forms where those do, and documents where not', async () => {
    connection = await connectTo(server.url);
    const tools = await connection.listTools();
    const reasons = tools.map(({ name, inputSchema }) => [name, needsDocument(inputSchema)]);
    assert.deepEqual(Object.fromEntries(reasons), {
      ...{ greet: undefined, wait: undefined, gather: undefined, refuse: undefined, flood: undefined },
      ...{ restart: undefined, hostile: undefined, create_order: 'nested', wide: 'large' },
    });
  });

  it('have their arguments checked by the schema, in words', async () => {
    connection = await connectTo(server.url);
    const order = (await connection.listTools()).find(({ name }) => name === 'create_order');
    assert.ok(order);
    const { inputSchema } = order;
    const good = { customer: { name: 'Ada' }, items: [{ sku: 'x', quantity: 1 }] };
    const find = await schemaMismatch(inputSchema);
    assert.equal(find(good), undefined);
    const skeleton = argumentsSkeleton(inputSchema);
    assert.deepEqual(skeleton, {
      ...{ customer: { name: '' }, items: [{ sku: '', quantity: 1 }], priority: 'normal' },
    });
    assert.match(find(skeleton) ?? '', /customer\/name/);
    assert.match(find({ ...good, more: 1 }) ?? '', /additional properties/);
  });

  it('may take longer than the time limit while they tell of progress', async () => {
    connection = await connectTo(server.url, { limits: { ...TIME_LIMITS, call: 1500, callInTotal: 20_000 } });
    const heard: number[] = [];
    const onProgress = ({ fraction = 0 }) => void heard.push(fraction);
    const { content } = await connection.callTool('wait', { steps: 20 }, { onProgress });
    assert.deepEqual(content, [{ type: 'text', text: 'waited' }]);
    assert.equal(heard.length, 20);
  });

  it('end at the limit for all of a call, whatever progress they tell', async () => {
    connection = await connectTo(server.url, { limits: { ...TIME_LIMITS, call: 400, callInTotal: 700 } });
    const calling = connection.callTool('wait', { steps: 1000 }, { onProgress: () => {} });
    await assert.rejects(calling, { code: 'server_timeout' });
    await until(() => server.cancelled() === 1, 'the server hears of it');
  });

  it('hear that a call was cancelled', async () => {
    connection = await connectTo(server.url);
    const stop = new AbortController();
    const { signal } = stop;
    const options = { signal, onProgress: () => stop.abort() };
    await assert.rejects(connection.callTool('wait', { steps: 1000 }, options), { code: 'cancelled' });
    await until(() => server.cancelled() === 1, 'the server hears of it');
  });
});
