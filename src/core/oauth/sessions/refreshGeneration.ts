import { setTimeout as delay } from 'node:timers/promises';
import type { Effects } from '../../effects.ts';
import { AppError } from '../../errors.ts';
import { subjectChanged } from '../signIn/account.ts';
import { takeRefreshLock } from './refreshLock.ts';
import type { RefreshLock } from './refreshLock.ts';
import type { SessionFolder, Standing, Tombstone } from './sessionFolder.ts';
import type { Generation, StoredSession } from './storedSession.ts';
import { clientIsRefused, grantIsGone, tokenError, tokenFailure } from '../tokens/tokenFailure.ts';
import type { TokenFailure } from '../tokens/tokenFailure.ts';
import { isRenewable, requestRenewal, revoke } from '../tokens/tokenRequests.ts';

/** Milliseconds for which another window may still show that a refused refresh token was only a used one. */
export const GRACE_WATCH = 5_000;
/** Milliseconds for which another window's refresh is waited for: longer than two locks in a row hold. */
const LONGEST_WAIT = 45_000;
/** Milliseconds for which the owner of a lock that ran out, after a sleep for one, may still publish what it got. */
const LATE_ANSWER = 2_000;
const POLL_INTERVAL = 100;

/** What a refresh works on. */
export interface RefreshParts {
  readonly stored: StoredSession;
  readonly folder: SessionFolder;
  /** The generation to replace. */
  readonly current: Generation;
  readonly effects: Effects;
}

/** How it ended: with tokens of our own, with what another window published, or with the session. */
export type RefreshOutcome = Standing | { readonly kind: 'renewed'; readonly generation: Generation };

/** Looks until something stands above the current generation, or `duration` milliseconds are over. */
async function watchFor({ folder, current }: RefreshParts, duration: number): Promise<Standing | undefined> {
  const end = performance.now() + duration;
  for (;;) {
    const standing = await folder.standing(current.number);
    if (standing || performance.now() >= end) return standing;
    await delay(POLL_INTERVAL);
  }
}

async function endSession({ folder }: RefreshParts, tombstone: Tombstone = 'ended'): Promise<Standing> {
  await folder.bury(tombstone);
  return { kind: 'over', tombstone };
}

async function publish({ folder, current, effects }: RefreshParts, renewed: Omit<Generation, 'number'>) {
  try {
    return await folder.publish(current.number, renewed);
  } catch {
    // The used refresh token is worth nothing any more: this window at least goes on with the new one.
    effects.log.warn('Refreshed tokens could not be shared with other windows: the folder cannot be written');
    return { number: current.number + 1, ...renewed };
  }
}

async function keep(parts: RefreshParts, renewed: Omit<Generation, 'number'>): Promise<RefreshOutcome> {
  const { folder, current, stored, effects } = parts;
  const before = await folder.standing(current.number);
  const generation = before?.kind === 'over' ? undefined : await publish(parts, renewed);
  // Looked at again after publishing: whoever signs out buries first and then reads the newest generation.
  const after = await folder.standing(generation?.number ?? current.number);
  if (after?.kind === 'over') await revoke(stored, renewed.tokens, effects);
  if (after) return after;
  if (generation) return { kind: 'renewed', generation };
  throw new AppError('token_endpoint_unreachable', { issuer: stored.session.issuer });
}

/**
 * How a session ends by a failure, if it does. Where the client's credential is all there is, its refusal means that a
 * new one has to be given; a client that registered itself and is refused has to register anew.
 */
function endBy({ renewal, registered }: StoredSession, failure: TokenFailure): Tombstone | undefined {
  if (grantIsGone(failure)) return 'ended';
  if (!clientIsRefused(failure)) return undefined;
  if (renewal?.kind === 'clientCredentials') return 'ended';
  return registered && !renewal ? 'clientLost' : undefined;
}

async function renew(parts: RefreshParts): Promise<RefreshOutcome> {
  const { stored, current, effects } = parts;
  let renewed: Omit<Generation, 'number'>;
  try {
    renewed = await requestRenewal(stored, current, effects);
  } catch (error) {
    const failure = tokenFailure(error);
    const end = endBy(stored, failure);
    if (!end) throw tokenError(failure, stored.session.issuer);
    const grace = grantIsGone(failure) ? GRACE_WATCH : 0;
    return (await watchFor(parts, grace)) ?? (await endSession(parts, end));
  }
  if (!subjectChanged(current.tokens, renewed.tokens)) return keep(parts, renewed);
  effects.log.warn('A refreshed token belongs to somebody else: the session is over');
  await revoke(stored, renewed.tokens, effects);
  return endSession(parts);
}

async function underLock(parts: RefreshParts, lock: RefreshLock): Promise<RefreshOutcome> {
  let published = false;
  try {
    const outcome = (await watchFor(parts, lock.followsLiving ? LATE_ANSWER : 0)) ?? (await renew(parts));
    published = outcome.kind === 'renewed';
    return outcome;
  } finally {
    // Nobody contends for a generation that has a successor.
    if (!published) await lock.release();
  }
}

/**
 * Replaces a generation of tokens by its successor, sending at most one refresh among all windows: whoever takes the
 * lock sends, the others take over what it published.
 * @throws AppError `token_endpoint_unreachable`, `token_request_failed`; the session stays as it was then
 */
export async function refreshGeneration(parts: RefreshParts): Promise<RefreshOutcome> {
  const { folder, current, stored, effects } = parts;
  const end = performance.now() + LONGEST_WAIT;
  while (performance.now() < end) {
    const standing = await folder.standing(current.number);
    if (standing) return standing;
    if (!isRenewable(stored, current.tokens)) return endSession(parts);
    const lock = await takeRefreshLock(folder.path, current.number, effects.now());
    if (!lock) {
      await delay(POLL_INTERVAL);
      continue;
    }
    return underLock(parts, lock);
  }
  throw new AppError('token_endpoint_unreachable', { issuer: stored.session.issuer });
}
