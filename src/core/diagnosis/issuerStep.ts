import type { Effects } from '../effects.ts';
import { guardedRequest } from '../oauth/guardedFetch.ts';
import type { Guard } from '../oauth/guardedFetch.ts';
import { issuerMetadata, issuerNamedAtOrigin } from '../oauth/issuerMetadata.ts';
import type { IssuerMetadata } from '../oauth/issuerMetadata.ts';
import type { ProtectedResource } from '../oauth/protectedResource.ts';
import { AppError } from '../errors.ts';
import type { ServerEntry } from '../serverEntry.ts';
import { labelText } from '../shownText.ts';
import { attempt } from './serverSteps.ts';
import { fact, finding, step } from './diagnosis.ts';
import type { DiagnosisStep, Finding } from './diagnosis.ts';

/** Milliseconds by which clocks may differ: what issuers and servers tolerate. */
const CLOCK_TOLERANCE = 5 * 60_000;
const OKTA_HOST = /\.(?:okta|oktapreview|okta-emea|okta-gov|okta\.mil|trexcloud)\.com$/;

/** What the issuer told about itself. */
export interface IssuerFindings {
  readonly step: DiagnosisStep;
  readonly metadata?: IssuerMetadata;
}

async function issuerOf(guard: Guard, server: ServerEntry, resource: ProtectedResource | undefined) {
  const named = resource?.authorization_servers ?? [];
  const same = (one: string, other: string): boolean => one.replace(/\/$/, '') === other.replace(/\/$/, '');
  const { issuer: configured } = server;
  if (configured !== undefined && named.length > 0 && !named.some((issuer) => same(issuer, configured))) {
    throw new AppError('issuer_not_named', { issuer: configured, url: server.url });
  }
  const found = configured ?? named[0] ?? (await issuerNamedAtOrigin(guard, server.url));
  if (found === undefined) throw new AppError('issuer_missing', { url: server.url });
  return found;
}

/** How far this machine's clock is ahead of the issuer's, by the latter's `Date` (RFC 9110 section 6.6.1). */
async function clockDifference(guard: Guard, address: string, now: Effects['now']): Promise<number> {
  const answer = await attempt(() => guardedRequest(guard, address, {}, 'head'));
  const date = 'value' in answer ? Date.parse(answer.value.headers.get('date') ?? '') : Number.NaN;
  return Number.isNaN(date) ? 0 : now() - date;
}

/** Okta's org authorization server has no path; its tokens are for Okta's own API alone. */
function isOrgServer(issuer: string): boolean {
  const { hostname, pathname } = new URL(issuer);
  return OKTA_HOST.test(hostname) && pathname === '/';
}

function offers(metadata: IssuerMetadata): readonly string[] {
  const listed = metadata.scopes_supported ?? [];
  return [
    ...(metadata.code_challenge_methods_supported?.includes('S256') ? ['PKCE S256'] : []),
    ...(listed.includes('offline_access') ? ['offline_access'] : []),
    ...(metadata.device_authorization_endpoint === undefined ? [] : ['device code']),
    ...(metadata.revocation_endpoint === undefined ? [] : ['revocation']),
    ...(metadata.end_session_endpoint === undefined ? [] : ['logout']),
    ...(metadata.authorization_response_iss_parameter_supported === true ? ['iss (RFC 9207)'] : []),
  ];
}

function concerns(metadata: IssuerMetadata, minutes: number): readonly (Finding | undefined)[] {
  const { issuer } = metadata;
  const addresses = [metadata.authorization_endpoint, metadata.token_endpoint];
  const hosts = addresses
    .flatMap((url) => (url === undefined ? [] : new URL(url).host))
    .filter((host) => host !== new URL(issuer).host);
  return [
    finding(isOrgServer(issuer), 'org_server', { issuer }),
    finding(!(metadata.scopes_supported ?? []).includes('offline_access'), 'offline_access_missing'),
    finding(hosts.length > 0, 'endpoints_elsewhere', { hosts: [...new Set(hosts)].join(', ') }),
    finding(minutes > 0, 'clock_differs', { minutes: String(minutes) }),
  ];
}

/** Finds and judges the issuer's metadata (RFC 8414), and whether its clock and ours agree. */
export async function issuerStep(
  guard: Guard,
  server: ServerEntry,
  resource: ProtectedResource | undefined,
  now: Effects['now'],
): Promise<IssuerFindings> {
  const named = await attempt(() => issuerOf(guard, server, resource));
  if ('error' in named) return { step: step('issuer', { error: named.error }) };
  const facts = [fact('issuer', labelText(named.value, 200))];
  const found = await attempt(() => issuerMetadata(guard, named.value));
  if ('error' in found) return { step: step('issuer', { facts, error: found.error }) };
  const metadata = found.value;
  const difference = await clockDifference(guard, metadata.jwks_uri ?? metadata.token_endpoint, now);
  const minutes = Math.abs(difference) > CLOCK_TOLERANCE ? Math.round(Math.abs(difference) / 60_000) : 0;
  const loginPage = metadata.authorization_endpoint;
  return {
    metadata,
    step: step('issuer', {
      facts: [
        ...facts,
        fact('loginPage', loginPage && labelText(loginPage, 200)),
        fact('tokenEndpoint', labelText(metadata.token_endpoint, 200)),
        fact('offers', offers(metadata)),
      ],
      findings: [
        finding(resource === undefined && server.issuer === undefined, 'issuer_by_origin'),
        ...concerns(metadata, minutes),
      ],
    }),
  };
}
