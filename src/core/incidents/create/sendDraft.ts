import { isAppError, mayHaveArrived } from '../../errors.ts';
import type { NewIncident } from '../incidentSource.ts';
import type { IncidentDrafts } from './incidentDrafts.ts';

/** What came of sending a draft. */
export type SentDraft =
  /** `edited`: something was typed since it was first sent, which is not in it, and stays as a draft. */
  | { readonly kind: 'created'; readonly id: string; readonly edited: boolean }
  /** It may have been created: the answer was lost. */
  | { readonly kind: 'unknown'; readonly error: unknown }
  /** It was not created. */
  | { readonly kind: 'refused'; readonly error: unknown };

/** Sends an incident once, with its key, and gives its id; calls `leaving` right before the request leaves. */
export type SendIncident = (incident: NewIncident, key: string, leaving: () => void) => Promise<string>;

/**
 * Sends the draft for a server, or once more what was sent before and not answered, with the same key. Never rejects:
 * until an answer comes the attempt is kept, and what fails later says nothing of whether the first one arrived.
 */
export async function sendDraft(drafts: IncidentDrafts, serverId: string, send: SendIncident): Promise<SentDraft> {
  const isRepeated = drafts.get(serverId)?.attempt !== undefined;
  const attempt = await drafts.begin(serverId);
  const request = { left: false };
  try {
    const id = await send(attempt.incident, attempt.key, () => {
      request.left = true;
    });
    const edited = drafts.isEdited(serverId);
    if (edited) await drafts.abandon(serverId);
    else await drafts.drop(serverId);
    return { kind: 'created', id, edited };
  } catch (error) {
    if (isRepeated || (request.left && isOutcomeUnknown(error))) return { kind: 'unknown', error };
    await drafts.abandon(serverId);
    return { kind: 'refused', error };
  }
}

/** Whether a request that failed with `error` may have created something: also a gateway's 502 says nothing of that. */
function isOutcomeUnknown(error: unknown): boolean {
  if (!isAppError(error) || mayHaveArrived(error)) return true;
  return isAppError(error, 'server_error') && Number(error.args['status']) >= 500;
}
