import type { Effects } from '../effects.ts';
import { isPrivate } from '../oauth/discovery/addressPolicy.ts';
import type { Guard } from '../oauth/discovery/guardedFetch.ts';
import { planIdentityProvider } from '../oauth/signIn/identityProvider.ts';
import type { IssuerMetadata } from '../oauth/discovery/issuerMetadata.ts';
import { redirectUriOf } from '../oauth/callbacks/redirectUris.ts';
import { chooseScopes } from '../oauth/discovery/scopes.ts';
import { waysToSignIn } from '../oauth/signIn/waysToSignIn.ts';
import { serverId } from '../serverEntry.ts';
import { clientSteps, withoutClient } from './clientSteps.ts';
import { fact, step, STEP_IDS } from './diagnosis.ts';
import type { Diagnosis, DiagnosisStep, DiagnosisSubject } from './diagnosis.ts';
import { issuerStep } from './issuerStep.ts';
import { knownClient } from './knownClient.ts';
import type { KnownClient } from './knownClient.ts';
import { attempt, serverSteps } from './serverSteps.ts';
import type { ServerFindings } from './serverSteps.ts';
import { callStep, tokenStep } from './sessionSteps.ts';
import { withoutQuery } from './withoutQuery.ts';

/** Where a person's browser would be sent, and what for. */
interface SignInQuestion {
  readonly metadata: IssuerMetadata;
  readonly client: KnownClient;
  readonly scopes: readonly string[];
  readonly resource?: string;
}

async function atServersIssuer(
  guard: Guard,
  { entry, planning }: DiagnosisSubject,
  found: ServerFindings,
  metadata: IssuerMetadata,
): Promise<SignInQuestion> {
  const scopes = chooseScopes({
    configured: entry.scopes,
    challenged: found.challenge?.scopes,
    resource: found.resource?.scopes_supported,
    issuer: metadata.scopes_supported,
  });
  const { issuer } = metadata;
  const client = await knownClient(guard, { server: entry, issuer, metadata, scopes }, planning);
  const sends = entry.resource === 'send' || (entry.resource === 'auto' && planning.refusesResource?.(issuer) !== true);
  return { metadata, client, scopes, ...(sends ? { resource: found.resource?.resource ?? entry.url } : {}) };
}

async function atIdentityProvider(
  effects: Effects,
  { entry, planning }: DiagnosisSubject,
  metadata: IssuerMetadata,
  signal: AbortSignal | undefined,
): Promise<SignInQuestion> {
  const about = { server: entry, serverId: serverId(entry), metadata };
  const plan = await planIdentityProvider(about, effects, { ...planning, ...(signal ? { signal } : {}) });
  const { clientId } = plan.client;
  const client = { kind: 'known', clientId, callbackPath: plan.callbackPath } as const;
  return { metadata: plan.metadata, client, scopes: plan.scopes };
}

/** Every redirect URI that sign-ins from here may use, the one in use first. */
function redirectUrisOf({ entry, place, planning }: DiagnosisSubject, metadata: IssuerMetadata, path: string) {
  const ways = waysToSignIn(entry, place, metadata);
  const inUse = ways.find((way) => way !== 'device' && way !== 'clientCredentials');
  const parts = { uriScheme: place.uriScheme, callbackPath: path, relay: entry.relay };
  const first = inUse === undefined ? [] : [redirectUriOf(inUse, parts)];
  return [...new Set([...first, ...(planning.redirectUris?.(path) ?? [])])];
}

async function stepsAtIssuer(
  guard: Guard,
  subject: DiagnosisSubject,
  question: SignInQuestion,
): Promise<readonly DiagnosisStep[]> {
  const { client, metadata, scopes, resource } = question;
  if (client.kind !== 'known') return withoutClient(client.kind);
  const { authorization_endpoint: authorizationEndpoint } = metadata;
  // A machine needs no login page: nothing can be asked about it without its credentials.
  if (subject.entry.signIn === 'clientCredentials' || authorizationEndpoint === undefined) {
    const asked = fact('askedScopes', scopes.join(' '));
    return [step('client', { facts: [fact('clientId', client.clientId)] }), step('scopes', { facts: [asked] })];
  }
  const { identityProvider } = subject.entry;
  // A company's issuer may be private though the server is not: the settings name it.
  const allowPrivate = guard.allowPrivate || (identityProvider !== undefined && isPrivate(new URL(metadata.issuer)));
  return clientSteps(
    { ...guard, allowPrivate },
    {
      clientId: client.clientId,
      ...(identityProvider ? { identityProvider: metadata.issuer } : {}),
      authorizationEndpoint,
      redirectUris: redirectUrisOf(subject, metadata, client.callbackPath),
      scopes,
      mayOmitResource: subject.entry.resource === 'auto',
      ...(resource === undefined ? {} : { resource }),
    },
  );
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

async function stepsToSignIn(guard: Guard, subject: DiagnosisSubject, effects: Effects) {
  const found = await serverSteps(guard, subject.entry);
  if (!found.usable) return [...found.steps, ...skippedAfter(found.steps)];
  const { step: issuer, metadata } = await issuerStep(guard, subject.entry, found.resource, effects.now);
  const steps = [...found.steps, issuer];
  if (!metadata) return [...steps, ...skippedAfter(steps)];
  const question = await attempt(() =>
    subject.entry.identityProvider
      ? atIdentityProvider(effects, subject, metadata, guard.signal)
      : atServersIssuer(guard, subject, found, metadata),
  );
  if ('value' in question) return [...steps, ...(await stepsAtIssuer(guard, subject, question.value))];
  const failed = [...steps, step('client', { error: question.error })];
  return [...failed, ...skippedAfter(failed)];
}

/**
 * Goes through a connection step by step, as a sign-in and a call would, and says of each what it found. Asks nobody,
 * registers nothing, changes nothing; the token is used for one call to its own server.
 * @throws AppError `cancelled`
 */
export async function diagnose(subject: DiagnosisSubject, effects: Effects, signal?: AbortSignal): Promise<Diagnosis> {
  const { entry } = subject;
  const guard: Guard = { effects, allowPrivate: isPrivate(new URL(entry.url)), ...(signal ? { signal } : {}) };
  const before = await stepsToSignIn(guard, subject, effects);
  // What was asked of an identity provider is not what the server's token holds.
  const token = await tokenStep(subject.signedIn, effects.now, entry.identityProvider ? [] : askedIn(before));
  const call = await callStep(subject, token, signal);
  return withoutQuery({ server: { name: entry.name, url: entry.url }, steps: [...before, token, call] });
}
