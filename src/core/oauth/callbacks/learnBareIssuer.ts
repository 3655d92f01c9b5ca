import type { Effects } from '../../effects.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { ServerEntry } from '../../serverEntry.ts';
import { isPrivate } from '../discovery/addressPolicy.ts';
import { findIssuer } from '../discovery/findIssuer.ts';
import type { Guard } from '../discovery/guardedFetch.ts';
import { probeServer } from '../discovery/probe.ts';
import { protectedResource } from '../discovery/protectedResource.ts';

/** Milliseconds that each request may take: a sign-in at another server waits. */
const PATIENCE = 3000;

async function issuerOf(guard: Guard, server: ServerEntry): Promise<string> {
  const { challenge, failure } = await probeServer(guard, server.url);
  const resource = await protectedResource(guard, server.url, challenge.resourceMetadata);
  if (!resource && failure) throw failure;
  // Nobody is asked for a choice here: a server with several issuers is passed over until somebody signs in to it.
  const choose = (): Promise<string> => Promise.reject(new AppError('cancelled'));
  return (await findIssuer(guard, server, { resource, choose })).issuer;
}

/**
 * Asks servers, one after the other and without a token, for their issuer until one tells: the first of
 * `bareCandidates` that does has the bare callback path. Undefined where none does.
 * @throws AppError `cancelled`
 */
export async function learnBareIssuer(
  candidates: readonly ServerEntry[],
  effects: Effects,
  signal: AbortSignal,
): Promise<{ readonly server: ServerEntry; readonly issuer: string } | undefined> {
  for (const server of candidates) {
    const guard: Guard = { effects, allowPrivate: isPrivate(new URL(server.url)), signal, timeout: PATIENCE };
    try {
      return { server, issuer: await issuerOf(guard, server) };
    } catch (error) {
      if (signal.aborted || !isAppError(error)) throw error;
    }
  }
  return undefined;
}
