const OKTA_DOMAINS = ['okta.com', 'oktapreview.com', 'okta-emea.com', 'okta-gov.com', 'okta.mil'] as const;
/** Path of Okta's client registration, which takes an administrator's token alone. */
const REGISTRATION_PATH = '/oauth2/v1/clients';

/**
 * Whether an issuer is Okta's, by its domain or, for a domain of the company's own, by its registration endpoint. Such
 * a one advertises client registration and refuses it to everybody but an administrator.
 */
export function isOktaIssuer(issuer: string, registrationEndpoint: string | undefined): boolean {
  const host = (URL.parse(issuer)?.hostname ?? '').replace(/\.$/, '');
  if (OKTA_DOMAINS.some((domain) => host === domain || host.endsWith(`.${domain}`))) return true;
  const path = registrationEndpoint === undefined ? undefined : URL.parse(registrationEndpoint)?.pathname;
  return path?.replace(/\/$/, '').endsWith(REGISTRATION_PATH) ?? false;
}
