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

const inputSchema = describedSchema(
  'refused',
  z.strictObject({
    id: fields.id,
    text: z.string().trim().min(1).max(10_000).describe('The note'),
    idempotencyKey: fields.idempotencyKey
      .optional()
      .describe('Send the same key again to repeat a call whose answer was lost, without a second note'),
  }),
);
const outputSchema = describedSchema('failed', z.object({ incident: incidentSchema }));

/** Adds the tool that writes a note into an incident's timeline. */
export function registerAddIncidentNote(server: McpServer, { store, report }: ServerParts): void {
  server.registerTool(
    TOOL.addIncidentNote,
    {
      title: 'Add Incident Note',
      description: "Adds a note to an incident's timeline.",
      inputSchema,
      outputSchema,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
    },
    ({ id, text, idempotencyKey }, context) =>
      guarded(report, TOOL.addIncidentNote, async () => {
        const incident = await store.addNote(id, text, principalOf(context.http?.authInfo), idempotencyKey);
        if (incident === undefined) return failure(notFoundText(id));
        return answer(`Note added to incident ${incident.id}.`, { incident });
      }),
  );
}
