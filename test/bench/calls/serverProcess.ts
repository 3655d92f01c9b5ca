import * as z from 'zod';
import { openStoreDatabase } from '../../../src/server/store/openStoreDatabase.ts';
import { startServer } from '../../../src/server/startServer.ts';

/** What the server's process is told: whose tokens it takes, and where its incidents are. */
const setUpSchema = z.object({
  issuer: z.string(),
  audience: z.string(),
  databasePath: z.string().optional(),
  databaseUrl: z.string().optional(),
});

// The incident server in a process of its own, so that its work is not the client's.
process.on('message', (message) => {
  const { issuer, audience, databasePath, databaseUrl } = setUpSchema.parse(message);
  const store = {
    ...(databasePath !== undefined && { databasePath }),
    ...(databaseUrl !== undefined && { databaseUrl }),
  };
  const openDatabase = (report: (error: Error) => void) => openStoreDatabase(store, report);
  void startServer({ issuer, audience, openDatabase }).then(({ url }) => process.send?.({ url }));
});
// Whoever started it is gone, or is done with it.
process.on('disconnect', () => process.exit());
