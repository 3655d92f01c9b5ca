import { McpServer } from '@modelcontextprotocol/server';
import { triageIncidentsPrompt } from './prompts/triageIncidents.ts';
import { writePostmortemPrompt } from './prompts/writePostmortem.ts';
import { guardedReads } from './keptFromCallers.ts';
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
];

/** What a server offers changes with its version only. */
const UNCHANGING = { ttlMs: 5 * 60 * 1000, cacheScope: 'private' } as const;

const NAMES = { name: 'incident-desk', title: 'Incident Desk', version: '0.1.0' };
const OPTIONS = {
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
};

/**
 * Makes what makes instances of the incident server; either protocol era is served by one. What they can share is made
 * once, since each session and each request of the 2026 era has an instance of its own.
 */
export function incidentServers(parts: ServerParts): () => McpServer {
  const reading = { store: guardedReads(parts.store, parts.report) };
  const prompts = [triageIncidentsPrompt(reading), writePostmortemPrompt(reading)];
  return () => {
    const server = new McpServer(NAMES, OPTIONS);
    for (const register of REGISTRATIONS) register(server, parts);
    registerResources(server, reading);
    for (const addPrompt of prompts) addPrompt(server);
    return server;
  };
}
