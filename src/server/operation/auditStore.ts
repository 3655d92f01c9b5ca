import { tracedRequest } from '../http/traceRequest.ts';
import { type Actor, ChangedMeanwhile, type IncidentStore, RefusedRequest } from '../store/incidentStore.ts';
import type { Audit, AuditEvent } from './audit.ts';

/** Tells of a change when it was made, or was refused, and not where nothing was written. */
async function watched<Result extends { readonly id: string } | undefined>(
  audit: Audit,
  change: Partial<AuditEvent>,
  actor: Actor,
  run: (onUnchanged: () => void) => Promise<Result>,
): Promise<Result> {
  const who = {
    subject: actor.subject,
    uid: actor.uid,
    client: actor.clientId,
    address: tracedRequest.getStore()?.address,
    ...change,
  };
  const call = { didWrite: true };
  try {
    const incident = await run(() => (call.didWrite = false));
    if (incident !== undefined && call.didWrite) audit({ event: 'change', ...who, incident: incident.id });
    return incident;
  } catch (error) {
    if (error instanceof RefusedRequest) {
      const reason = error instanceof ChangedMeanwhile ? 'changed meanwhile' : 'refused by the store';
      audit({ event: 'refusal', ...who, reason });
    }
    throw error;
  }
}

/** The same store, whose changes are kept in the audit log: by whom, from where, and which fields. */
export function auditStore(store: IncidentStore, audit: Audit): IncidentStore {
  return {
    ...store,
    create: (incident, actor, key) =>
      watched(audit, { call: 'create_incident' }, actor, (onUnchanged) =>
        store.create(incident, actor, key, onUnchanged),
      ),
    update(id, change, actor, terms) {
      const fields = Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [name]));
      const what = { call: 'update_incident', incident: id, fields };
      return watched(audit, what, actor, (onUnchanged) => store.update(id, change, actor, terms, onUnchanged));
    },
    addNote: (id, text, actor, key) =>
      watched(audit, { call: 'add_incident_note', incident: id }, actor, (onUnchanged) =>
        store.addNote(id, text, actor, key, onUnchanged),
      ),
  };
}
