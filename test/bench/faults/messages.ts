import * as z from 'zod';

/** Where a process writes. */
export const storeSchema = z.union([z.object({ databasePath: z.string() }), z.object({ databaseUrl: z.string() })]);
/** A parsed {@link storeSchema}. */
export type Store = z.infer<typeof storeSchema>;

/** What a process is told to write. */
export const orderSchema = z.object({ write: z.number() });

/** What a process says: that it can write, and each write once the store has acknowledged it. */
export const answerSchema = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ write: z.number(), id: z.string() }),
]);
