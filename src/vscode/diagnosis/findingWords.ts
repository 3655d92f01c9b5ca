import { l10n } from 'vscode';
import type { Finding, FindingCode } from '../../core/diagnosis/diagnosis.ts';
import { plainText } from '../words/plainText.ts';

type Argument = (name: string) => string;

const { t } = l10n;
const app = () => t('In Okta: Applications > your app > General.');
const audienceField = () =>
  t('In Okta the audience is set under Security > API > Authorization Servers > your server > Settings > Audience.');
const issuerPages = () => t('In Okta: Security > API > Authorization Servers > your server.');

const WORDS: Readonly<Record<FindingCode, (arg: Argument) => string>> = {
  challenge_missing: () =>
    t(
      'The 401 answer has no WWW-Authenticate header that names a description (resource_metadata). The well-known addresses are tried instead; whoever runs the server should add it.',
    ),
  resource_metadata_missing: () =>
    t(
      'The server has no protected resource metadata (RFC 9728), as servers older than mid-2025. Its own origin is asked for the issuer instead. Set "issuer" of this server in the settings to be certain.',
    ),
  no_issuer_named: () =>
    t('The description names no authorization server. Set "issuer" of this server in the settings.'),
  issuer_by_origin: () => t("The issuer is what the server's own origin names. Check that it is your company's."),
  org_server: (arg) =>
    t(
      "{0} is Okta's org authorization server, whose tokens are for Okta's own API only: your server cannot check them. Use a custom one, such as {0}/oauth2/default. In Okta: Security > API > Authorization Servers.",
      arg('issuer').replace(/\/$/, ''),
    ),
  offline_access_missing: () =>
    t(
      'The issuer does not offer offline_access, so there is no refresh token and you sign in again whenever the token expires.',
    ),
  endpoints_elsewhere: (arg) =>
    t('The issuer sends you or your sign-in to other hosts: {0}. Continue only if you know them.', arg('hosts')),
  clock_differs: (arg) =>
    t(
      "This computer's clock and the issuer's differ by {0} minutes, so that fresh tokens look expired or not yet valid. Set the clock by network time.",
      arg('minutes'),
    ),
  client_missing: () =>
    t(
      'No client ID is set. Copy it from Okta (Applications > your app > General > Client Credentials) into "clientId" of this server in the settings.',
    ),
  client_not_registered: () =>
    t(
      'The extension is not registered at this issuer yet. It registers itself when you sign in; nothing is to be done.',
    ),
  client_unverified: () =>
    t('The issuer does not say without a sign-in whether it knows the application. A sign-in will tell.'),
  client_refused: (arg) => t('The issuer refuses the application ({0}). {1} Check the client ID.', because(arg), app()),
  grant_not_allowed: (arg) =>
    t(
      'The application may not sign people in this way ({0}). {1} Turn on "Authorization Code" and "Refresh Token" under Grant type; the application type must be Native.',
      because(arg),
      app(),
    ),
  policy_refuses: (arg) =>
    t(
      'A policy refuses the application ({0}). {1} Under Access Policies, a policy must be assigned to this client, with a rule that allows Authorization Code and these permissions; and under Applications > your app > Assignments you must be assigned.',
      because(arg),
      issuerPages(),
    ),
  nothing_registered: () =>
    t(
      'The issuer answers with an error page for every redirect URI: either the client ID is wrong, or the application is inactive, or none of the redirect URIs is registered. {0} Compare the Client ID, and add what "Copy Redirect URIs for Okta" gives.',
      app(),
    ),
  redirect_in_use_missing: (arg) =>
    t(
      'The redirect URI that sign-ins use here is not registered: {0}. {1} Add it under Sign-in redirect URIs, to the letter: Okta compares scheme, host, port and path exactly, and localhost is not 127.0.0.1.',
      arg('uri'),
      app(),
    ),
  redirect_missing: () =>
    t(
      'Other ways to sign in come back to addresses that are not registered; they cannot be used. {0} Add them under Sign-in redirect URIs if you want them.',
      app(),
    ),
  scopes_none: () => t('Neither the server nor the settings name a permission. Okta needs at least one.'),
  scope_unknown: (arg) =>
    t(
      'The issuer does not know one of the permissions ({0}). {1} Add it under Scopes, or set "scopes" of this server in the settings to those that exist.',
      because(arg),
      issuerPages(),
    ),
  request_refused: (arg) => t('The issuer refuses the request: {0}.', because(arg)),
  not_signed_in: () => t('You are not signed in to this server.'),
  token_opaque: () =>
    t('The token cannot be read here. That is fine where the server asks the issuer about each token (introspection).'),
  token_issuer_differs: (arg) =>
    t(
      'The token was issued by {0}, not by {1}. Set "issuer" of this server to the authorization server that the MCP server trusts.',
      arg('token'),
      arg('issuer'),
    ),
  token_client_differs: (arg) =>
    t('The token is for the client {0}, not for {1}. Sign out and sign in again.', arg('token'), arg('client')),
  token_expired: () =>
    t("The token is expired by this computer's clock, and was not renewed. Check the clock, then sign in again."),
  scopes_not_granted: (arg) =>
    t(
      'These permissions were asked for and not granted: {0}. What needs them will be refused. {1} Under Access Policies the rule must allow them for you.',
      arg('scopes'),
      issuerPages(),
    ),
  refresh_token_missing: () =>
    t(
      'There is no refresh token, so you sign in again whenever the token expires. {0} Turn on "Refresh Token" under Grant type, and allow offline_access in the rule of the access policy.',
      app(),
    ),
  audience_other: (arg) =>
    t(
      "The token is meant for {0}, not for the server's address {1}. That is usual with Okta, whose authorization server sets the audience; the server must expect this audience (OKTA_AUDIENCE). {2}",
      arg('audience'),
      arg('resource'),
      audienceField(),
    ),
  token_refused: (arg) =>
    t(
      'The server refuses a token that is fresh: it cannot validate it, or expects another one. Whoever runs the server compares its settings with this token: issuer {0}, audience {1}. {2} Where it introspects tokens: its own client ID and secret, and that it can reach the issuer.',
      arg('issuer'),
      arg('audience') || t('unknown'),
      audienceField(),
    ),
  after_earlier: () => t('Not checked: mend what is named above first.'),
};

function because(arg: Argument): string {
  const description = arg('description').replace(/\.$/, '');
  return description === '' ? arg('error') : `${arg('error')}: ${description}`;
}

/** What a finding means, what to change, and where. */
export function findingWords({ code, args }: Finding): string {
  return WORDS[code]((name) => plainText(args[name] ?? ''));
}
