import type { AppError } from '../errors.ts';
import type { PlanOptions } from '../oauth/signIn/planSignIn.ts';
import type { Session } from '../oauth/sessions/session.ts';
import type { SignInPlace } from '../oauth/signIn/waysToSignIn.ts';
import type { ServerEntry } from '../serverEntry.ts';

/** The steps of a diagnosis, in the order in which a sign-in takes them. */
export const STEP_IDS = [
  'server',
  'challenge',
  'resource',
  'issuer',
  'client',
  'redirects',
  'scopes',
  'token',
  'call',
] as const;

/** One of {@link STEP_IDS}. */
export type StepId = (typeof STEP_IDS)[number];

/** How a step went; `skipped` where an earlier one has to be mended first, or where nobody is signed in. */
export type StepState = 'good' | 'warning' | 'bad' | 'skipped';

/** What was seen, by name. Never a secret: it is shown and copied. */
export type FactName =
  | 'address'
  | 'metadataAddress'
  | 'demandedScopes'
  | 'resource'
  | 'issuers'
  | 'issuer'
  | 'loginPage'
  | 'tokenEndpoint'
  | 'offers'
  | 'identityProvider'
  | 'clientId'
  | 'registered'
  | 'notRegistered'
  | 'unclear'
  | 'askedScopes'
  | 'account'
  | 'tokenIssuer'
  | 'audience'
  | 'tokenScopes'
  | 'tokenClient'
  | 'expires'
  | 'protocol'
  | 'tools';

/** What is wrong or worth knowing beside an error: the words say what to change, and where in Okta's admin pages. */
export type FindingCode =
  | 'challenge_missing'
  | 'resource_metadata_missing'
  | 'no_issuer_named'
  | 'issuer_by_origin'
  | 'org_server' // issuer
  | 'offline_access_missing'
  | 'endpoints_elsewhere' // hosts
  | 'clock_differs' // minutes
  | 'client_missing'
  | 'client_not_registered'
  | 'client_unverified'
  | 'client_refused' // error, description
  | 'grant_not_allowed' // error, description
  | 'policy_refuses' // error, description
  | 'nothing_registered'
  | 'redirect_in_use_missing' // uri
  | 'redirect_missing'
  | 'scopes_none'
  | 'scope_unknown' // description
  | 'request_refused' // error, description
  | 'not_signed_in'
  | 'token_opaque'
  | 'token_issuer_differs' // token, issuer
  | 'token_client_differs' // token, client
  | 'token_expired'
  | 'scopes_not_granted' // scopes
  | 'refresh_token_missing'
  | 'audience_other' // audience, resource
  | 'token_refused' // issuer, audience
  | 'after_earlier';

/** A {@link FindingCode} with the values that its words name. */
export interface Finding {
  readonly code: FindingCode;
  readonly args: Readonly<Record<string, string>>;
}

/** What was seen under one name; lists are shown one below the other. */
export interface Fact {
  readonly name: FactName;
  readonly value: string | readonly string[];
}

/** One step of a {@link Diagnosis}. `error` is worded as everywhere else. */
export interface DiagnosisStep {
  readonly id: StepId;
  readonly state: StepState;
  readonly facts: readonly Fact[];
  readonly findings: readonly Finding[];
  readonly error?: AppError;
}

/** What a diagnosis found, step by step. Holds no secret. */
export interface Diagnosis {
  readonly server: Pick<ServerEntry, 'name' | 'url'>;
  readonly steps: readonly DiagnosisStep[];
}

/** The session whose token is looked at. */
export interface DiagnosedSession {
  readonly session: Session;
  /** Read for its claims alone. @throws AppError as `Sessions.token` */
  token(): Promise<string>;
  readonly hasRefreshToken: boolean;
}

/** What is diagnosed, and what only the editor knows of it. */
export interface DiagnosisSubject {
  readonly entry: ServerEntry;
  /** Where sign-ins begin: it decides which redirect URI is in use. */
  readonly place: SignInPlace & { readonly uriScheme: string };
  /** As for a sign-in; nobody is asked and nothing is registered. */
  readonly planning: Omit<PlanOptions, 'signal' | 'chooseIssuer'>;
  readonly signedIn?: DiagnosedSession;
  /** A call with the session's token that changes nothing. @throws AppError */
  readonly tryCall: (signal: AbortSignal | undefined) => Promise<{ readonly protocol: string; readonly tools: number }>;
}

/** A step as it is put together. */
export interface StepParts {
  readonly facts?: readonly (Fact | undefined)[];
  readonly findings?: readonly (Finding | undefined)[];
  readonly error?: AppError;
}

const WARNINGS: readonly FindingCode[] = [
  'challenge_missing',
  'resource_metadata_missing',
  'issuer_by_origin',
  'org_server',
  'offline_access_missing',
  'endpoints_elsewhere',
  'clock_differs',
  'client_unverified',
  'client_not_registered',
  'redirect_missing',
  'scopes_none',
  'token_opaque',
  'scopes_not_granted',
  'refresh_token_missing',
  'audience_other',
];
const SKIPPED: readonly FindingCode[] = ['after_earlier', 'not_signed_in'];

function stateOf(findings: readonly Finding[], error: AppError | undefined): StepState {
  if (error) return 'bad';
  const codes = findings.map(({ code }) => code);
  if (codes.some((code) => SKIPPED.includes(code))) return 'skipped';
  if (codes.some((code) => !WARNINGS.includes(code))) return 'bad';
  return codes.length > 0 ? 'warning' : 'good';
}

/** Makes a step; it is as bad as the worst that was found. */
export function step(id: StepId, { facts = [], findings = [], error }: StepParts = {}): DiagnosisStep {
  const found = findings.filter((finding) => finding !== undefined);
  const seen = facts.filter((fact) => fact !== undefined).filter(({ value }) => value.length > 0);
  return { id, state: stateOf(found, error), facts: seen, findings: found, ...(error ? { error } : {}) };
}

/** A finding, where `holds`. */
export function finding(holds: boolean, code: FindingCode, args: Finding['args'] = {}): Finding | undefined {
  return holds ? { code, args } : undefined;
}

/** A fact, where there is something to tell. */
export function fact(name: FactName, value: string | readonly string[] | undefined): Fact | undefined {
  return value === undefined ? undefined : { name, value };
}
