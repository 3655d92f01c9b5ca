import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { incidentSchema } from '../../../shared/incident.ts';
import { TOOL } from '../../../shared/names.ts';
import { principalOf } from '../../auth/principal.ts';
import { describedSchema } from '../describedSchema.ts';
import { fields } from '../fields.ts';
import { notFoundText } from '../incidentText.ts';
import type { ServerParts } from '../serverParts.ts';
import { answer, failure, guarded } from '../toolAnswers.ts';

const { id, title, description, severity, status, service, assignee, tags } = fields;
const inputSchema = describedSchema(
  'refused',
  z.strictObject({
    id,
    status: status.optional(),
    severity: severity.optional(),
    assignee: assignee.optional(),
    title: title.optional(),
    description: description.optional(),
    service: service.optional(),
    tags: tags.optional(),
    ifUpdatedAt: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('updatedAt of the incident as you saw it: where it was changed since, nothing is written'),
    idempotencyKey: fields.idempotencyKey
      .optional()
      .describe('Send the same key again to repeat a call whose answer was lost: the change is made once'),
  }),
);
const outputSchema = describedSchema('failed', z.object({ incident: incidentSchema }));

/** Adds the tool that changes an incident. */
export function registerUpdateIncident(server: McpServer, { store, report }: ServerParts): void {
  server.registerTool(
    TOOL.updateIncident,
    {
      title: 'Update Incident',
      description: 'Changes fields of an incident; those not given stay. The timeline keeps what changed.',
      inputSchema,
      outputSchema,
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    },
    ({ id: asked, ifUpdatedAt, idempotencyKey, ...change }, context) =>
      guarded(report, TOOL.updateIncident, async () => {
        if (Object.values(change).every((value) => value === undefined)) {
          return failure('Nothing to change: give at least one field besides id.');
        }
        const terms = { ifUpdatedAt, idempotencyKey };
        const incident = await store.update(asked, change, principalOf(context.http?.authInfo), terms);
        if (incident === undefined) return failure(notFoundText(asked));
        const text = `Incident ${incident.id} updated (severity=${incident.severity}, status=${incident.status}).`;
        return answer(text, { incident });
      }),
  );
}
