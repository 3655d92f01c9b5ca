import * as z from 'zod';
import { startServer } from '../../../src/server/startServer.ts';

/** What the server's process is told: whose tokens it takes. */
const setUpSchema = z.object({ issuer: z.string(), audience: z.string() });

// The incident server in a process of its own, so that its work is not the client's.
process.on('message', (message) => {
  void startServer(setUpSchema.parse(message)).then(({ url }) => process.send?.({ url }));
});
// Whoever started it is gone, or is done with it.
process.on('disconnect', () => process.exit());
