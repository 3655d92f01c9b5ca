import * as z from 'zod';
import { type Actor, ChangedMeanwhile, type IncidentStore, RefusedRequest } from '../store/incidentStore.ts';
import { type Audit, type AuditEvent, requestAddress } from './audit.ts';

const incidentSchema = z.object({ id: z.string() });

/** Tells of a change when it was made, or was refused. */
function watched<Result>(audit: Audit, change: Partial<AuditEvent>, actor: Actor, run: () => Result): Result {
  const who = { subject: actor.subject, client: actor.clientId, address: requestAddress.getStore(), ...change };
  const done = (result: unknown): void => {
    const incident = incidentSchema.safeParse(result).data?.id;
    if (incident !== undefined) audit({ event: 'change', ...who, incident });
  };
  const failed = (error: unknown): void => {
    if (!(error instanceof RefusedRequest)) return;
    const reason = error instanceof ChangedMeanwhile ? 'changed meanwhile' : 'refused by the store';
    audit({ event: 'refusal', ...who, reason });
  };
  try {
    const result = run();
    if (result instanceof Promise) result.then(done, failed);
    else done(result);
    return result;
  } catch (error) {
    failed(error);
    throw error;
  }
}

/** The same store, whose changes are kept in the audit log: by whom, from where, and which fields. */
export function auditStore(store: IncidentStore, audit: Audit): IncidentStore {
  return {
    ...store,
    create: (incident, actor, key) =>
      watched(audit, { call: 'create_incident' }, actor, () => store.create(incident, actor, key)),
    update(id, change, actor, seen) {
      const fields = Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [name]));
      const what = { call: 'update_incident', incident: id, fields };
      return watched(audit, what, actor, () => store.update(id, change, actor, seen));
    },
    addNote: (id, text, actor, key) =>
      watched(audit, { call: 'add_incident_note', incident: id }, actor, () => store.addNote(id, text, actor, key)),
  };
}
