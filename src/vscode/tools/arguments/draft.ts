import * as z from 'zod/mini';

/** Documents of arguments at the same time; the manifest ties each to its schema by its number. */
export const DRAFTS = 12;

export const draftSchema = z.object({
  /** From 1 to {@link DRAFTS}. */
  slot: z.number(),
  serverId: z.string(),
  server: z.string(),
  /** As it is called. */
  tool: z.string(),
  title: z.string(),
  /** For the editor's JSON support; absent where it is too large. */
  schema: z.optional(z.record(z.string(), z.unknown())),
  text: z.string(),
  /** When it was last opened or written, in milliseconds since 1970. */
  used: z.number(),
});

/** The document in which the arguments of one tool are written. */
export type Draft = z.infer<typeof draftSchema>;
