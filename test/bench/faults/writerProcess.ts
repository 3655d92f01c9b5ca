import { createIncidentStore } from '../../../src/server/store/createIncidentStore.ts';
import { openStoreDatabase } from '../../../src/server/store/openStoreDatabase.ts';
import { orderSchema, storeSchema } from './messages.ts';

const ACTOR = { subject: 'ada@example.com', clientId: 'faults' };
const FIELDS = { severity: 'high', description: '', service: 'faults', assignee: '', tags: [] } as const;

// A process that writes what it is told, and says so once the store has acknowledged it. It may be killed at any moment.
const config = storeSchema.parse(JSON.parse(process.argv[2] ?? ''));
const store = createIncidentStore({ database: await openStoreDatabase(config, () => undefined), now: Date.now });
process.on('message', (message) => {
  const { write } = orderSchema.parse(message);
  const incident = { ...FIELDS, title: `Write ${write}`, status: 'open' } as const;
  void store.create(incident, ACTOR, `key-${write}`).then(({ id }) => process.send?.({ write, id }));
});
// Whoever gives orders is done.
process.on('disconnect', () => {
  void store.close();
});
process.send?.({ ready: true });
