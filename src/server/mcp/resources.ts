import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/server';
import type { Incident } from '../../shared/incident.ts';
import { RESOURCE } from '../../shared/names.ts';
import { notFoundText, overviewLine } from './incidentText.ts';
import type { ReadingParts } from './serverParts.ts';

const PAGE = 500;

async function allIncidents(store: ReadingParts['store']): Promise<Incident[]> {
  const incidents: Incident[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list({ sort: 'newest', limit: PAGE, cursor });
    incidents.push(...page.incidents);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return incidents;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** URI of the resource of one incident. */
export function incidentUri(id: string): string {
  return RESOURCE.one.replace('{incident_id}', encodeURIComponent(id));
}

/** Adds the list of all incidents, and each incident by its id. */
export function registerResources(server: McpServer, { store }: ReadingParts): void {
  server.registerResource(
    'all-incidents',
    RESOURCE.all,
    { title: 'All incidents', description: 'Every incident on a line, newest first.', mimeType: 'text/plain' },
    async (uri) => {
      const lines = (await allIncidents(store)).map(overviewLine);
      const text = lines.length === 0 ? 'No incidents yet.' : lines.join('\n');
      return { contents: [{ uri: uri.href, mimeType: 'text/plain', text }] };
    },
  );
  server.registerResource(
    'incident',
    new ResourceTemplate(RESOURCE.one, {
      list: undefined,
      complete: { incident_id: (prefix) => store.completeId(prefix) },
    }),
    { title: 'Incident', description: 'One incident with its timeline.', mimeType: 'application/json' },
    async (uri, variables) => {
      const id = decoded(String(variables['incident_id']));
      const incident = await store.get(id);
      const content = incident
        ? { mimeType: 'application/json', text: JSON.stringify(incident, undefined, 2) }
        : { mimeType: 'text/plain', text: notFoundText(id) };
      return { contents: [{ uri: uri.href, ...content }] };
    },
  );
}
