import assert from 'node:assert/strict';
import { actOnIncident } from '../../../src/core/incidents/actions/actOnIncident.ts';
import { createIncidentSource } from '../../../src/core/incidents/createIncidentSource.ts';
import type { IncidentSource } from '../../../src/core/incidents/incidentSource.ts';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import { startFaultyServer, type FaultyServer } from '../../peers/faultyServer.ts';
import { connectTo } from '../support/connectTo.ts';
import { tool } from '../support/incidentAnswers.ts';

const { signal } = new AbortController();
const text = (words: string): object => ({ content: [{ type: 'text', text: words }] });

describe('What is done to an incident of a server that compares no versions', () => {
  let server: FaultyServer;
  let connection: McpConnection;
  let source: IncidentSource;
  let status: string;

  beforeEach(async () => {
    status = 'open';
    server = await startFaultyServer({
      'tools/list': () => ({
        tools: [
          tool('list_incidents'),
          tool('update_incident', { incident_id: {}, status: {} }),
          tool('add_incident_note', { incident_id: {}, note: {} }),
        ],
      }),
      'tools/call': ({ params: { name, arguments: args } }) => {
        if (name === 'list_incidents') return text(`Found 1 incident(s):\n- [7] Disk full (high, ${status})`);
        status = /"status":"(\w+)"/.exec(JSON.stringify(args))?.[1] ?? status;
        return text('Done.');
      },
    });
    connection = await connectTo(server.url);
    source = await createIncidentSource({ connection, server: 'Test' });
  });
  afterEach(async () => {
    await connection.close();
    await server.close();
  });

  const resolveAs = async (seenAs: string) => {
    const seen = { ...(await source.get('7')), status: seenAs };
    return actOnIncident((call) => call(source), seen, { kind: 'resolve' }, signal);
  };

  it('knows what the server lets be done', () => {
    const { updateFields, canUpdate, canAddNote, canWhoAmI, checksVersion } = source;
    assert.deepEqual(
      { updateFields, canUpdate, canAddNote, canWhoAmI, checksVersion },
      { updateFields: ['status'], canUpdate: true, canAddNote: true, canWhoAmI: false, checksVersion: false },
    );
  });

  it('is done, and the incident is read anew', async () => {
    const { kind, incident } = await resolveAs('open');
    assert.deepEqual([kind, incident.status, status], ['done', 'resolved', 'resolved']);
  });

  it('is not done where the incident is another by now', async () => {
    status = 'investigating';
    const { kind, incident } = await resolveAs('open');
    assert.deepEqual([kind, incident.status, status], ['conflict', 'investigating', 'investigating']);
  });

  it('sends a note by the names of its own arguments', async () => {
    await actOnIncident((call) => call(source), await source.get('7'), { kind: 'note', text: 'hm' }, signal);
    const notes = server.received.filter(({ params }) => params['name'] === 'add_incident_note');
    assert.deepEqual(
      notes.map(({ params }) => params['arguments']),
      [{ incident_id: '7', note: 'hm' }],
    );
  });

  it('is done though the incident cannot be read afterwards', async () => {
    const seen = await source.get('7');
    const list = server.answers.get('tools/call');
    server.answers.set('tools/call', (request, response) => {
      const gone = status === 'resolved' && request.params['name'] === 'list_incidents';
      return gone ? { isError: true, ...text('Not now.') } : list?.(request, response);
    });
    const { kind, incident } = await actOnIncident((call) => call(source), seen, { kind: 'resolve' }, signal);
    assert.deepEqual([kind, incident.status], ['done', 'resolved']);
  });
});
