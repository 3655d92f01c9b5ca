import * as z from 'zod/mini';

const rowSchema = z.object({
  kind: z.literal('incident'),
  serverId: z.string(),
  incident: z.object({ id: z.string() }),
});
const referenceSchema = z.object({ serverId: z.string(), id: z.string() });

/** Which incident of which server. */
export type IncidentReference = z.infer<typeof referenceSchema>;

/** The incident that a command's argument names: a row of the tree, or `{ serverId, id }` from elsewhere. */
export function incidentReference(argument: unknown): IncidentReference | undefined {
  const row = rowSchema.safeParse(argument);
  if (row.success) return { serverId: row.data.serverId, id: row.data.incident.id };
  const reference = referenceSchema.safeParse(argument);
  return reference.success ? reference.data : undefined;
}
