import type { Guard } from '../oauth/discovery/guardedFetch.ts';
import { fact, finding, step } from './diagnosis.ts';
import type { DiagnosisStep, Finding, FindingCode } from './diagnosis.ts';
import { probeAuthorization } from './authorizeProbe.ts';
import type { ProbeAnswer, ProbedRequest } from './authorizeProbe.ts';
import { attempt } from './serverSteps.ts';

/** What is asked about, once for each redirect URI. */
export interface ClientToProbe extends Omit<ProbedRequest, 'redirectUri'> {
  /** The company's issuer, where the sign-in goes there instead. */
  readonly identityProvider?: string;
  /** The one in use first. */
  readonly redirectUris: readonly string[];
  /** Whether `resource` is left out where the issuer does not take it. */
  readonly mayOmitResource: boolean;
}

interface Probed {
  readonly redirectUri: string;
  readonly answer: ProbeAnswer;
}

/** Which step an issuer's refusal belongs to, and what it says there (RFC 6749 section 4.1.2.1, Okta's texts). */
const REFUSALS: Readonly<Record<string, readonly ['client' | 'scopes', FindingCode]>> = {
  invalid_scope: ['scopes', 'scope_unknown'],
  unauthorized_client: ['client', 'grant_not_allowed'],
  unsupported_response_type: ['client', 'grant_not_allowed'],
  access_denied: ['client', 'policy_refuses'],
  invalid_client: ['client', 'client_refused'],
};

async function ask(guard: Guard, request: ProbedRequest, mayOmitResource: boolean): Promise<ProbeAnswer> {
  const answer = await probeAuthorization(guard, request);
  const targetRefused = answer.kind === 'refused' && answer.error === 'invalid_target';
  if (!targetRefused || !mayOmitResource) return answer;
  const { resource: _, ...rest } = request;
  return probeAuthorization(guard, rest);
}

async function probeAll(guard: Guard, question: ClientToProbe): Promise<readonly Probed[]> {
  const probed: Probed[] = [];
  for (const redirectUri of question.redirectUris) {
    const answer = await ask(guard, { ...question, redirectUri }, question.mayOmitResource);
    probed.push({ redirectUri, answer });
  }
  return probed;
}

function withAnswer(probed: readonly Probed[], ...kinds: readonly ProbeAnswer['kind'][]): readonly string[] {
  return probed.filter(({ answer }) => kinds.includes(answer.kind)).map(({ redirectUri }) => redirectUri);
}

function refusalIn(probed: readonly Probed[], place: 'client' | 'scopes'): Finding | undefined {
  for (const { answer } of probed) {
    if (answer.kind !== 'refused') continue;
    const { error, description } = answer;
    const [where, code] = REFUSALS[error] ?? ['scopes', 'request_refused'];
    if (where === place) return { code, args: { error, description } };
  }
  return undefined;
}

function redirectsStep(probed: readonly Probed[]): DiagnosisStep {
  const missing = withAnswer(probed, 'page');
  const [inUse] = probed;
  const inUseMissing = inUse !== undefined && missing.includes(inUse.redirectUri);
  return step('redirects', {
    facts: [
      fact('registered', withAnswer(probed, 'accepted', 'refused')),
      fact('notRegistered', missing),
      fact('unclear', withAnswer(probed, 'unclear')),
    ],
    findings: [
      finding(inUseMissing, 'redirect_in_use_missing', { uri: inUse?.redirectUri ?? '' }),
      finding(missing.length > 0 && !inUseMissing, 'redirect_missing'),
    ],
  });
}

function skipped(client: DiagnosisStep): readonly DiagnosisStep[] {
  const later = { code: 'after_earlier', args: {} } as const;
  return [client, step('redirects', { findings: [later] }), step('scopes', { findings: [later] })];
}

/** The steps where no client is known: one is missing, or a sign-in will register it. */
export function withoutClient(kind: 'missing' | 'unregistered'): readonly DiagnosisStep[] {
  if (kind === 'missing') return skipped(step('client', { findings: [finding(true, 'client_missing')] }));
  return [step('client', { findings: [finding(true, 'client_not_registered')] })];
}

/**
 * Whether the issuer knows the client, its redirect URIs and the scopes, as far as it tells without a person. Sends
 * nothing secret and changes nothing.
 */
export async function clientSteps(guard: Guard, question: ClientToProbe): Promise<readonly DiagnosisStep[]> {
  const { clientId, scopes, identityProvider } = question;
  const facts = [fact('identityProvider', identityProvider), fact('clientId', clientId)];
  const answers = await attempt(() => probeAll(guard, question));
  if ('error' in answers) return skipped(step('client', { facts, error: answers.error }));
  const probed = answers.value;
  if (withAnswer(probed, 'page').length === probed.length) {
    return skipped(step('client', { facts, findings: [finding(true, 'nothing_registered')] }));
  }
  const unclear = withAnswer(probed, 'unclear').length === probed.length;
  return [
    step('client', { facts, findings: [refusalIn(probed, 'client'), finding(unclear, 'client_unverified')] }),
    redirectsStep(probed),
    step('scopes', {
      facts: [fact('askedScopes', scopes.join(' '))],
      findings: [refusalIn(probed, 'scopes'), finding(scopes.length === 0, 'scopes_none')],
    }),
  ];
}
