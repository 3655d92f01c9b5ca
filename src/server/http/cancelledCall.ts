import * as z from 'zod';

/** Characters of a call's id, which other processes are told. */
const LONGEST_ID = 200;

const cancelledSchema = z.object({
  method: z.literal('notifications/cancelled'),
  params: z.object({ requestId: z.union([z.string().max(LONGEST_ID), z.number()]) }),
});

/** The JSON-RPC id of the call that a client of the 2025 era gives up by this message; undefined for any other. */
export function cancelledCall(body: unknown): string | number | undefined {
  return cancelledSchema.safeParse(body).data?.params.requestId;
}
