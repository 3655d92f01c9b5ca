import { AppError, isAppError } from '../../errors.ts';
import { TOOL } from '../../../shared/names.ts';
import type { ChangeAnswer, IncidentChange, IncidentSource, ShownIncident } from '../incidentSource.ts';
import { differences, type Differences } from './differences.ts';
import { type IncidentAction, STATUS_AFTER } from './incidentActions.ts';

/** Makes one call to the server: what was carried out is not sent again for the next call's permission. */
export type CallSource = <T>(call: (source: IncidentSource) => Promise<T>) => Promise<T>;

/** What came of an action. */
export type ActionOutcome =
  | { readonly kind: 'done'; readonly incident: ShownIncident }
  | { readonly kind: 'conflict'; readonly incident: ShownIncident; readonly differences: Differences };

/** How often a change is tried while others only add notes. */
const TRIES = 3;

/**
 * Does something to an incident as the person saw it. Where somebody else changed it first, nothing is done, and the
 * outcome says what it is now; a note that was added meanwhile does not stop a change.
 * @throws AppError those of the calls
 */
export async function actOnIncident(
  call: CallSource,
  seen: ShownIncident,
  action: IncidentAction,
  signal: AbortSignal,
): Promise<ActionOutcome> {
  if (action.kind === 'note') return addNote(call, seen, action.text, signal);
  const change = await changeFor(call, action, signal);
  let known = seen;
  for (let tries = 1; ; tries += 1) {
    const answer = await sendChange(call, known, change, signal);
    if (answer.kind === 'done') return done(call, answer.incident, { ...known, ...change }, signal);
    const incident = answer.incident ?? (await call((source) => source.get(seen.id, { signal })));
    const changed = differences(seen, incident);
    if (changed.fields.length > 0 || tries === TRIES) return { kind: 'conflict', incident, differences: changed };
    known = incident;
  }
}

async function addNote(
  call: CallSource,
  seen: ShownIncident,
  text: string,
  signal: AbortSignal,
): Promise<ActionOutcome> {
  return done(call, await call((source) => source.addNote(seen.id, text, { signal })), seen, signal);
}

/** @throws AppError `answer_invalid` where the server cannot say who the person is */
async function changeFor(
  call: CallSource,
  action: Exclude<IncidentAction, { kind: 'note' }>,
  signal: AbortSignal,
): Promise<IncidentChange> {
  if (action.kind === 'severity') return { severity: action.severity };
  if (action.kind !== 'assignToMe') return { status: STATUS_AFTER[action.kind] };
  const assignee = await call((source) => source.whoAmI({ signal }));
  if (assignee === undefined) throw new AppError('answer_invalid', { what: TOOL.getMe });
  return { assignee };
}

/** A server that cannot compare is asked first: little time is left then in which a change of others goes unseen. */
async function sendChange(
  call: CallSource,
  seen: ShownIncident,
  change: IncidentChange,
  signal: AbortSignal,
): Promise<ChangeAnswer> {
  const compares = seen.updatedAt !== '' && (await call(async (source) => source.checksVersion));
  if (compares) return call((source) => source.update(seen.id, change, { signal, ifUpdatedAt: seen.updatedAt }));
  const incident = await call((source) => source.get(seen.id, { signal }));
  if (differences(seen, incident).fields.length > 0) return { kind: 'conflict', incident };
  return call((source) => source.update(seen.id, change, { signal }));
}

/**
 * The incident after it was changed: as the tool answered, or read where that left out the timeline. It is done
 * whether or not it can be read just now.
 */
async function done(
  call: CallSource,
  answered: ShownIncident | undefined,
  expected: ShownIncident,
  signal: AbortSignal,
): Promise<ActionOutcome> {
  if (answered && answered.timeline.length > 0) return { kind: 'done', incident: answered };
  try {
    return { kind: 'done', incident: await call((source) => source.get(expected.id, { signal })) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { kind: 'done', incident: expected };
  }
}
