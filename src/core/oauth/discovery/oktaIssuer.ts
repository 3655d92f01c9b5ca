import type { IssuerMetadata } from './issuerMetadata.ts';

const OKTA_DOMAINS = ['okta.com', 'oktapreview.com', 'okta-emea.com', 'okta-gov.com', 'okta.mil'] as const;
/** Path of Okta's client registration, which takes an administrator's token alone. */
const REGISTRATION_PATH = '/oauth2/v1/clients';

/**
 * Whether an issuer is Okta's, by its domain or, for a domain of the company's own, by its registration endpoint. Such
 * a one advertises client registration and refuses it to everybody but an administrator. Okta sends no `iss` (RFC 9207);
 * who promises it at such an endpoint is a proxy in front of Okta.
 */
export function isOktaIssuer(
  issuer: string,
  metadata: Partial<
    Pick<IssuerMetadata, 'registration_endpoint' | 'authorization_response_iss_parameter_supported'>
  > = {},
): boolean {
  const host = (URL.parse(issuer)?.hostname ?? '').replace(/\.$/, '');
  if (OKTA_DOMAINS.some((domain) => host === domain || host.endsWith(`.${domain}`))) return true;
  if (metadata.authorization_response_iss_parameter_supported === true) return false;
  const path = URL.parse(metadata.registration_endpoint ?? '')?.pathname;
  return path?.replace(/\/$/, '').endsWith(REGISTRATION_PATH) ?? false;
}
