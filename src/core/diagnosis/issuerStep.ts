import type { Effects } from '../effects.ts';
import { findIssuer } from '../oauth/discovery/findIssuer.ts';
import { guardedRequest } from '../oauth/discovery/guardedFetch.ts';
import type { Guard } from '../oauth/discovery/guardedFetch.ts';
import type { IssuerMetadata } from '../oauth/discovery/issuerMetadata.ts';
import { isOktaIssuer } from '../oauth/discovery/oktaIssuer.ts';
import type { ProtectedResource } from '../oauth/discovery/protectedResource.ts';
import type { ServerEntry } from '../serverEntry.ts';
import { labelText } from '../shownText.ts';
import { attempt } from './serverSteps.ts';
import { fact, finding, step } from './diagnosis.ts';
import type { DiagnosisStep, Finding } from './diagnosis.ts';

/** Milliseconds by which clocks may differ: what issuers and servers tolerate. */
const CLOCK_TOLERANCE = 5 * 60_000;

/** What the issuer told about itself. */
export interface IssuerFindings {
  readonly step: DiagnosisStep;
  readonly metadata?: IssuerMetadata;
}

/** How far this machine's clock is ahead of the issuer's, by the latter's `Date` (RFC 9110 section 6.6.1). */
async function clockDifference(guard: Guard, address: string, now: Effects['now']): Promise<number> {
  const answer = await attempt(() => guardedRequest(guard, address, {}, 'head'));
  const date = 'value' in answer ? Date.parse(answer.value.headers.get('date') ?? '') : Number.NaN;
  return Number.isNaN(date) ? 0 : now() - date;
}

/** Okta's org authorization server has no path; its tokens are for Okta's own API alone. */
function isOrgServer(issuer: string): boolean {
  return isOktaIssuer(issuer) && new URL(issuer).pathname === '/';
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
  const found = await attempt(() => findIssuer(guard, server, { resource }));
  if ('error' in found) {
    const { error } = found;
    const named = error.args['issuer'];
    return {
      step: step('issuer', { facts: named === undefined ? [] : [fact('issuer', labelText(named, 200))], error }),
    };
  }
  const { issuer, metadata } = found.value;
  const difference = await clockDifference(guard, metadata.jwks_uri ?? metadata.token_endpoint, now);
  const minutes = Math.abs(difference) > CLOCK_TOLERANCE ? Math.round(Math.abs(difference) / 60_000) : 0;
  const loginPage = metadata.authorization_endpoint;
  return {
    metadata,
    step: step('issuer', {
      facts: [
        fact('issuer', labelText(issuer, 200)),
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
