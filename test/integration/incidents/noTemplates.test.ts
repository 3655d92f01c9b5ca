import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import { createIncidentSource } from '../../../src/core/incidents/createIncidentSource.ts';
import { startFaultyServer } from '../../peers/faultyServer.ts';
import { connectTo } from '../support/connectTo.ts';

const INCIDENTS = [{ id: '7', title: 'Login fails', severity: 'high', status: 'open' }];

describe('A server that has resources and refuses to list templates', () => {
  it('still has its incidents opened, as the list tells them', async () => {
    const server = await startFaultyServer({
      'tools/list': () => ({ tools: [{ name: 'list_incidents', inputSchema: { type: 'object' } }] }),
      'tools/call': () => ({ content: [], structuredContent: { incidents: INCIDENTS } }),
    });
    const connection = await connectTo(server.url);
    try {
      const source = await createIncidentSource({ connection, server: 'Test' });
      assert.equal((await source.get('7')).title, 'Login fails');
      await assert.rejects(source.get('8'), (error) => isAppError(error, 'incident_not_found'));
    } finally {
      await connection.close();
      await server.close();
    }
  });
});
