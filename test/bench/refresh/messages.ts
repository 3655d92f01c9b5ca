import * as z from 'zod';

const entriesSchema = z.array(z.tuple([z.string(), z.string()]));
/** A secret's new value; null where it was deleted. */
const changeSchema = z.object({ key: z.string(), value: z.nullable(z.string()) });
/** A change of one secret. */
export type SecretChange = z.infer<typeof changeSchema>;

const taskSchema = z.object({
  kind: z.literal('open'),
  directory: z.string(),
  /** The secrets as this window sees them. */
  secrets: entriesSchema,
  sessionId: z.string(),
  /** Of the protected server. */
  url: z.string(),
  /** Whether it calls through our MCP client, or by bare requests with our tokens. */
  mcp: z.boolean(),
  /** Milliseconds between two calls. */
  pause: z.number(),
});

/** What a window's process is told. */
export const orderSchema = z.discriminatedUnion('kind', [
  taskSchema,
  z.object({ kind: z.literal('go') }),
  z.object({ kind: z.literal('changed'), change: changeSchema }),
  z.object({ kind: z.literal('stop') }),
]);
/** See {@link orderSchema}. */
export type Order = z.infer<typeof orderSchema>;
/** What a window works on. */
export type Task = z.infer<typeof taskSchema>;

/** What a window's process tells. */
export const noticeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('wrote'), change: changeSchema, view: entriesSchema }),
  /** The session is over, as this window sees it. */
  z.object({ kind: z.literal('signedOut') }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
  z.object({ kind: z.literal('ended'), calls: z.number(), repaired: z.number(), holdsSession: z.boolean() }),
]);
/** See {@link noticeSchema}. */
export type Notice = z.infer<typeof noticeSchema>;
