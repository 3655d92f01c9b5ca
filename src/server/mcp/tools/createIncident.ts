import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { incidentSchema } from '../../../shared/incident.ts';
import { TOOL } from '../../../shared/names.ts';
import { principalOf } from '../../auth/principal.ts';
import { describedSchema } from '../describedSchema.ts';
import { fields } from '../fields.ts';
import { oneLine } from '../incidentText.ts';
import type { ServerParts } from '../serverParts.ts';
import { answer, guarded } from '../toolAnswers.ts';

const inputSchema = describedSchema(
  'refused',
  z.strictObject({
    title: fields.title,
    severity: fields.severity.default('medium'),
    status: fields.status.default('open'),
    description: fields.description.default(''),
    service: fields.service.default(''),
    assignee: fields.assignee.default(''),
    tags: fields.tags.default([]),
    idempotencyKey: fields.idempotencyKey
      .optional()
      .describe('Send the same key again to repeat a call whose answer was lost, without a second incident'),
  }),
);
const outputSchema = describedSchema('failed', z.object({ incident: incidentSchema }));

/** Adds the tool that logs an incident. */
export function registerCreateIncident(server: McpServer, { store, report }: ServerParts): void {
  server.registerTool(
    TOOL.createIncident,
    {
      title: 'Create Incident',
      description: 'Logs a new incident.',
      inputSchema,
      outputSchema,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
    },
    ({ idempotencyKey, ...incident }, context) =>
      guarded(report, TOOL.createIncident, async () => {
        const created = await store.create(incident, principalOf(context.http?.authInfo), idempotencyKey);
        const { id, title, severity, status } = created;
        const text = `Incident '${oneLine(title)}' created with id ${id} (severity=${severity}, status=${status}).`;
        return answer(text, { incident: created });
      }),
  );
}
