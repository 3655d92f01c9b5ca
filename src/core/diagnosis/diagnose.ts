import type { Effects } from '../effects.ts';
import { isPrivate } from '../oauth/addressPolicy.ts';
import type { Guard } from '../oauth/guardedFetch.ts';
import type { IssuerMetadata } from '../oauth/issuerMetadata.ts';
import { chooseScopes } from '../oauth/scopes.ts';
import { clientSteps } from './clientSteps.ts';
import { fact, step, STEP_IDS } from './diagnosis.ts';
import type { Diagnosis, DiagnosisStep, DiagnosisSubject } from './diagnosis.ts';
import { issuerStep } from './issuerStep.ts';
import { serverSteps } from './serverSteps.ts';
import type { ServerFindings } from './serverSteps.ts';
import { callStep, tokenStep } from './sessionSteps.ts';

function scopesOf({ entry }: DiagnosisSubject, found: ServerFindings, metadata: IssuerMetadata): readonly string[] {
  return chooseScopes({
    configured: entry.scopes,
    challenged: found.challenge?.scopes,
    resource: found.resource?.scopes_supported,
    issuer: metadata.scopes_supported,
  });
}

async function stepsAtIssuer(
  guard: Guard,
  subject: DiagnosisSubject,
  found: ServerFindings,
  metadata: IssuerMetadata,
): Promise<readonly DiagnosisStep[]> {
  const { entry } = subject;
  const { issuer, authorization_endpoint: authorizationEndpoint } = metadata;
  const clientId = entry.clientId ?? (await subject.registeredClient(issuer));
  const scopes = scopesOf(subject, found, metadata);
  // A machine needs no login page: nothing can be asked about it without its credentials.
  if (entry.signIn === 'clientCredentials' || authorizationEndpoint === undefined) {
    const asked = fact('askedScopes', scopes.join(' '));
    return [step('client', { facts: [fact('clientId', clientId)] }), step('scopes', { facts: [asked] })];
  }
  return clientSteps(guard, {
    clientId,
    authorizationEndpoint,
    redirectUris: subject.redirectUris(issuer),
    scopes,
    mayOmitResource: entry.resource === 'auto',
    ...(entry.resource === 'omit' ? {} : { resource: found.resource?.resource ?? entry.url }),
  });
}

function askedIn(steps: readonly DiagnosisStep[]): readonly string[] {
  const asked = steps.flatMap(({ facts }) => facts).find(({ name }) => name === 'askedScopes')?.value;
  return typeof asked === 'string' ? asked.split(' ') : [];
}

/** The steps not taken, since an earlier one has to be mended first. */
function skippedAfter(steps: readonly DiagnosisStep[]): readonly DiagnosisStep[] {
  const taken = steps.map(({ id }) => id);
  const rest = STEP_IDS.slice(0, -2).filter((id) => STEP_IDS.indexOf(id) > STEP_IDS.indexOf(taken.at(-1) ?? 'server'));
  return rest.map((id) => step(id, { findings: [{ code: 'after_earlier', args: {} }] }));
}

async function stepsToSignIn(guard: Guard, subject: DiagnosisSubject, now: Effects['now']) {
  const found = await serverSteps(guard, subject.entry);
  if (!found.usable) return [...found.steps, ...skippedAfter(found.steps)];
  const issuer = await issuerStep(guard, subject.entry, found.resource, now);
  const steps = [...found.steps, issuer.step];
  if (!issuer.metadata) return [...steps, ...skippedAfter(steps)];
  return [...steps, ...(await stepsAtIssuer(guard, subject, found, issuer.metadata))];
}

/**
 * Goes through a connection step by step, as a sign-in and a call would, and says of each what it found. Asks nobody,
 * registers nothing, changes nothing; the token is used for one call to its own server.
 * @throws AppError `cancelled`
 */
export async function diagnose(subject: DiagnosisSubject, effects: Effects, signal?: AbortSignal): Promise<Diagnosis> {
  const { entry } = subject;
  const guard: Guard = { effects, allowPrivate: isPrivate(new URL(entry.url)), ...(signal ? { signal } : {}) };
  const before = await stepsToSignIn(guard, subject, effects.now);
  const token = await tokenStep(subject.signedIn, effects.now, askedIn(before));
  const call = await callStep(subject, token, signal);
  return { server: { name: entry.name, url: entry.url }, steps: [...before, token, call] };
}
