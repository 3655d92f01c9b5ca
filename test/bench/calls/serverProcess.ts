import * as z from 'zod';
import { startServer } from '../../../src/server/startServer.ts';

/** What the server's process is told: whose tokens it takes, and where its incidents are. */
const setUpSchema = z.object({ issuer: z.string(), audience: z.string(), databasePath: z.optional(z.string()) });

// The incident server in a process of its own, so that its work is not the client's.
process.on('message', (message) => {
  const { databasePath, ...issuer } = setUpSchema.parse(message);
  void startServer({ ...issuer, ...(databasePath === undefined ? {} : { databasePath }) }).then(({ url }) =>
    process.send?.({ url }),
  );
});
// Whoever started it is gone, or is done with it.
process.on('disconnect', () => process.exit());
