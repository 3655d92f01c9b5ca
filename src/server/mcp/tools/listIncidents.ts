import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { countsSchema, incidentSchema, SEVERITIES, STATUSES } from '../../../shared/incident.ts';
import { TOOL } from '../../../shared/names.ts';
import { COUNTED, type ListedIncidents, SORTS } from '../../store/incidentStore.ts';
import { describedSchema } from '../describedSchema.ts';
import { fields } from '../fields.ts';
import { listLine } from '../incidentText.ts';
import type { ServerParts } from '../serverParts.ts';
import { answer, guarded } from '../toolAnswers.ts';

const MAX_LIMIT = 500;

const argumentsSchema = z.strictObject({
  severity: z
    .enum(['', ...SEVERITIES])
    .default('')
    .describe('Only incidents of this severity; empty for all'),
  status: z
    .enum(['', ...STATUSES])
    .default('')
    .describe('Only incidents of this status; empty for all'),
  text: z.string().trim().max(200).optional().describe('Words, or how they begin, that must all occur in the incident'),
  service: fields.service.optional().describe('Only incidents of this service'),
  assignee: fields.assignee.optional().describe('Only incidents of this person'),
  severities: z.array(z.enum(SEVERITIES)).max(10).optional().describe('Only incidents of one of these severities'),
  statuses: z.array(z.enum(STATUSES)).max(10).optional().describe('Only incidents of one of these statuses'),
  services: z.array(fields.service).max(50).optional().describe('Only those of these services; empty for without one'),
  assignees: z.array(fields.assignee).max(50).optional().describe('Only those of these people; empty for nobody'),
  countBy: z.array(z.enum(COUNTED)).max(5).optional().describe('What else to count the incidents that match by'),
  sort: z.enum(SORTS).default('newest').describe('In which order'),
  limit: z.int().min(1).max(MAX_LIMIT).default(100).describe('How many to send at most'),
  cursor: z.string().max(2000).optional().describe('nextCursor of the page before'),
});
const inputSchema = describedSchema('refused', argumentsSchema);
const outputSchema = describedSchema(
  'failed',
  z.object({ incidents: z.array(incidentSchema), nextCursor: z.string().optional(), counts: countsSchema }),
);

function textOf(listed: ListedIncidents, filter: z.infer<typeof argumentsSchema>): string {
  const { incidents, counts, nextCursor } = listed;
  if (incidents.length === 0) {
    const { severity, status } = filter;
    const lists = [filter.severities, filter.statuses, filter.services, filter.assignees];
    const isFiltered =
      [severity, status, filter.text, filter.service, filter.assignee].some(Boolean) ||
      lists.some((list) => list !== undefined && list.length > 0);
    return isFiltered ? `No incidents matching severity='${severity}', status='${status}'.` : 'No incidents found.';
  }
  const lines = [`Found ${incidents.length} incident(s):`, ...incidents.map(listLine)];
  if (nextCursor !== undefined) lines.push(`(${counts.total} match. The next page: cursor='${nextCursor}'.)`);
  return lines.join('\n');
}

/** Adds the tool that lists incidents by page. */
export function registerListIncidents(server: McpServer, { store, report }: ServerParts): void {
  server.registerTool(
    TOOL.listIncidents,
    {
      title: 'List Incidents',
      description: 'Lists incidents, filtered and by page. The counts cover all that match, whatever the page.',
      inputSchema,
      outputSchema,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    (filter) =>
      guarded(report, TOOL.listIncidents, async () => {
        const listed = await store.list(filter);
        return answer(textOf(listed, filter), { ...listed });
      }),
  );
}
