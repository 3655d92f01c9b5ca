import * as z from 'zod';
import type { Principal } from '../../../src/server/auth/principal.ts';
import { startServer } from '../../../src/server/startServer.ts';

/** What the server's process is told. */
const orderSchema = z.discriminatedUnion('order', [
  z.object({
    order: z.literal('start'),
    issuer: z.string(),
    audience: z.string(),
    databasePath: z.string().optional(),
    checksTokens: z.boolean(),
  }),
  z.object({ order: z.literal('memory') }),
]);

/** Whom a server takes everybody for that checks no token. */
function anybody(issuer: string, audience: string): Principal {
  const expiresAt = Math.floor(Date.now() / 1000) + 3600;
  const scopes = ['incidents:read', 'incidents:write'];
  return { subject: 'ada@example.com', clientId: '0oaClient', scopes, issuer, audience, expiresAt };
}

async function start(order: Extract<z.infer<typeof orderSchema>, { order: 'start' }>): Promise<void> {
  const { issuer, audience, databasePath, checksTokens } = order;
  const principal = anybody(issuer, audience);
  const { url } = await startServer({
    issuer,
    audience,
    ...(databasePath !== undefined && { databasePath }),
    ...(!checksTokens && { verify: async () => principal }),
  });
  process.send?.({ url });
}

function tellMemory(): void {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ used: heapUsed + external, rss });
}

// The incident server in a process of its own, so that its work and memory are not the clients'.
process.on('message', (message) => {
  const order = orderSchema.parse(message);
  if (order.order === 'start') void start(order);
  else tellMemory();
});
// Whoever started it is gone, or is done with it.
process.on('disconnect', () => process.exit());
