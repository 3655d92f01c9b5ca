import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/server';
import { RESOURCE, TOOL } from '../../shared/names.ts';
import { notFoundText, overviewLine } from './incidentText.ts';
import type { ReadingParts } from './serverParts.ts';

/** Incidents in the resource of all, and those that are held at once with all their words. */
const MOST = 1000;
const PAGE = 100;

/** The newest incidents on a line each, and how to get the others where there are more. */
async function overview(store: ReadingParts['store']): Promise<string> {
  const lines: string[] = [];
  let cursor: string | undefined;
  do {
    const { incidents, counts, nextCursor } = await store.list({ sort: 'newest', limit: PAGE, cursor });
    lines.push(...incidents.map(overviewLine));
    cursor = nextCursor;
    if (cursor !== undefined && lines.length >= MOST) {
      const rest = `${TOOL.listIncidents} with cursor='${cursor}'`;
      return [...lines, `(The newest ${lines.length} of ${counts.total}. The rest: ${rest}.)`].join('\n');
    }
  } while (cursor !== undefined);
  return lines.length === 0 ? 'No incidents yet.' : lines.join('\n');
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
    {
      title: 'All incidents',
      description: `Each incident on a line, newest first: the newest ${MOST}, and how to get the rest.`,
      mimeType: 'text/plain',
    },
    async (uri) => ({ contents: [{ uri: uri.href, mimeType: 'text/plain', text: await overview(store) }] }),
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
