import type { AppError } from '../errors.ts';
import { isAppError } from '../errors.ts';
import type { BearerChallenge } from '../oauth/discovery/challenge.ts';
import type { Guard } from '../oauth/discovery/guardedFetch.ts';
import { probeServer } from '../oauth/discovery/probe.ts';
import { protectedResource } from '../oauth/discovery/protectedResource.ts';
import type { ProtectedResource } from '../oauth/discovery/protectedResource.ts';
import type { ServerEntry } from '../serverEntry.ts';
import { labelText } from '../shownText.ts';
import { fact, finding, step } from './diagnosis.ts';
import type { DiagnosisStep } from './diagnosis.ts';

/** What the server told about itself; each part is absent where its step failed. */
export interface ServerFindings {
  readonly steps: readonly DiagnosisStep[];
  readonly challenge?: BearerChallenge;
  readonly resource?: ProtectedResource;
  /** Whether the sign-in can go on from here. */
  readonly usable: boolean;
}

/** Runs `look`; an AppError is its answer too, but for a cancellation. */
export async function attempt<T>(look: () => Promise<T>): Promise<{ value: T } | { error: AppError }> {
  try {
    return { value: await look() };
  } catch (error) {
    if (!isAppError(error) || isAppError(error, 'cancelled')) throw error;
    return { error };
  }
}

function challengeStep(challenge: BearerChallenge): DiagnosisStep {
  const { resourceMetadata, scopes } = challenge;
  return step('challenge', {
    facts: [
      fact('metadataAddress', resourceMetadata && labelText(resourceMetadata, 200)),
      fact('demandedScopes', scopes && labelText(scopes.join(' '))),
    ],
    findings: [finding(resourceMetadata === undefined, 'challenge_missing')],
  });
}

async function resourceStep(guard: Guard, server: ServerEntry, challenge: BearerChallenge) {
  const found = await attempt(() => protectedResource(guard, server.url, challenge.resourceMetadata));
  if ('error' in found) return { step: step('resource', { error: found.error }), usable: false };
  const resource = found.value;
  const named = resource?.authorization_servers ?? [];
  return {
    resource,
    usable: true,
    step: step('resource', {
      facts: [
        fact('resource', resource && labelText(resource.resource, 200)),
        fact(
          'issuers',
          named.map((issuer) => labelText(issuer, 200)),
        ),
      ],
      findings: [
        finding(!resource, 'resource_metadata_missing'),
        finding(resource !== undefined && named.length === 0 && server.issuer === undefined, 'no_issuer_named'),
      ],
    }),
  };
}

/** Reaches the server, and reads its challenge (RFC 6750 section 3) and its protected resource metadata (RFC 9728). */
export async function serverSteps(guard: Guard, server: ServerEntry): Promise<ServerFindings> {
  const facts = [fact('address', server.url)];
  const reached = await attempt(() => probeServer(guard, server.url));
  if ('error' in reached) return { steps: [step('server', { facts, error: reached.error })], usable: false };
  const { challenge, failure } = reached.value;
  const { step: last, resource, usable } = await resourceStep(guard, server, challenge);
  // A server that asks for no token and has no metadata is not protected at all.
  if (!resource && failure) return { steps: [step('server', { facts, error: failure })], usable: false };
  const steps = [step('server', { facts }), challengeStep(challenge), last];
  return { steps, challenge, usable, ...(resource ? { resource } : {}) };
}
