import * as z from 'zod/mini';

const serverId = z.string();
const referenceSchema = z.union([
  z.object({ serverId, tool: z.string() }),
  z.object({ serverId, prompt: z.string() }),
  z.object({ serverId, uri: z.string() }),
  z.object({ serverId, uriTemplate: z.string() }),
  z.object({ serverId }),
]);

/**
 * What a command is about: a tool, a prompt (both by name), a resource, a resource template, or a server as a whole.
 * Told apart by their keys: `'tool' in reference`.
 */
export type ItemReference = z.infer<typeof referenceSchema>;

/**
 * What the argument of a command names: a row of the Servers view, or what another extension gave; undefined for
 * anything else. Whether the server has such a thing is not known yet.
 */
export function itemReference(argument: unknown): ItemReference | undefined {
  const parsed = referenceSchema.safeParse(argument);
  return parsed.success ? parsed.data : undefined;
}
