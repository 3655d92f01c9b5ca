import * as z from 'zod';

/** A JSON-RPC message that a client sends, as far as it says what it calls. */
export const messageSchema = z.object({
  method: z.string(),
  params: z
    .object({ name: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});
