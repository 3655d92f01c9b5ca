import { McpServer } from '@modelcontextprotocol/server';
import { registerTriageIncidents } from './prompts/triageIncidents.ts';
import { registerWritePostmortem } from './prompts/writePostmortem.ts';
import { registerResources } from './resources.ts';
import type { ServerParts } from './serverParts.ts';
import { registerAddIncidentNote } from './tools/addIncidentNote.ts';
import { registerCreateIncident } from './tools/createIncident.ts';
import { registerGetMe } from './tools/getMe.ts';
import { registerListIncidents } from './tools/listIncidents.ts';
import { registerUpdateIncident } from './tools/updateIncident.ts';

const REGISTRATIONS: readonly ((server: McpServer, parts: ServerParts) => void)[] = [
  registerCreateIncident,
  registerListIncidents,
  registerUpdateIncident,
  registerAddIncidentNote,
  registerGetMe,
  registerResources,
  registerTriageIncidents,
  registerWritePostmortem,
];

/** What a server offers changes with its version only. */
const UNCHANGING = { ttlMs: 5 * 60 * 1000, cacheScope: 'private' } as const;

/** Makes an instance of the incident server; either protocol era is served by one. */
export function createIncidentServer(parts: ServerParts): McpServer {
  const server = new McpServer(
    { name: 'incident-desk', title: 'Incident Desk', version: '0.1.0' },
    {
      instructions: 'Incidents of your organization: list, create and update them, and have them triaged.',
      capabilities: { resources: { subscribe: true, listChanged: true } },
      maxToolInputElements: 1000,
      cacheHints: {
        'server/discover': UNCHANGING,
        'tools/list': UNCHANGING,
        'prompts/list': UNCHANGING,
        'resources/list': UNCHANGING,
        'resources/templates/list': UNCHANGING,
      },
    },
  );
  for (const register of REGISTRATIONS) register(server, parts);
  return server;
}
