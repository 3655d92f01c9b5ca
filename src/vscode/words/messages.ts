import { l10n } from 'vscode';
import { AppError, type AppErrorCode } from '../../core/errors.ts';
import type { CommandId } from '../commands/commandIds.ts';
import { problemWords } from '../settings/problemWords.ts';
import { callbackWords } from './callbackWords.ts';
import { credentialWords } from './credentialWords.ts';
import { plainText } from './plainText.ts';

/** What to tell a person about an error: what happened, what to do, and the button that does it. */
export interface Message {
  readonly text: string;
  readonly action?: { readonly title: string; readonly command: CommandId };
}

type Argument = (name: string) => string;
type Words = (arg: Argument) => string;

const WORDS: Record<AppErrorCode, Words> = {
  cancelled: () => l10n.t('Cancelled.'),
  invalid_settings: (arg) =>
    l10n.t('{0}: {1}. Correct it in the settings.', arg('field'), problemWords(arg('problem'))),
  no_servers: () => l10n.t('No incident server is set up. Add one, or start the local demo.'),
  unknown_server: (arg) =>
    l10n.t('There is no server "{0}" any more. It may have been removed from the settings.', arg('server')),

  server_unreachable: (arg) =>
    l10n.t('{0} cannot be reached. Check the address, your network and VPN, then try again.', arg('host')),
  server_not_mcp: (arg) =>
    l10n.t('{0} answered, but not as an MCP server. Check the address: it usually ends in /mcp.', arg('url')),
  server_not_protected: (arg) =>
    l10n.t(
      '{0} does not ask for a sign-in and names no authorization server. Incident Desk only connects to protected servers; ask whoever runs it.',
      arg('url'),
    ),
  server_error: (arg) =>
    l10n.t(
      '{0} failed with status {1}. Try again; if it stays, tell whoever runs the server.',
      arg('host'),
      arg('status'),
    ),
  server_timeout: (arg) => l10n.t('{0} took too long to answer. Try again.', arg('host')),
  redirected_elsewhere: (arg) =>
    l10n.t(
      '{0} redirects to another address ({1}). Your token is not sent there; if the server moved, change its address in the settings.',
      arg('host'),
      arg('target'),
    ),
  address_refused: (arg) =>
    l10n.t('The address {0} is not used: only https addresses are, or http on this machine.', arg('url')),

  metadata_invalid: (arg) =>
    l10n.t('The sign-in description at {0} cannot be read. Tell whoever runs the server.', arg('url')),
  metadata_too_large: (arg) =>
    l10n.t(
      'The sign-in description at {0} is far too large and was not read. Tell whoever runs the server.',
      arg('url'),
    ),
  resource_mismatch: (arg) =>
    l10n.t(
      'The sign-in description of {1} is for another resource, {0}. Nothing was sent. Check the server address, then tell whoever runs it.',
      arg('resource'),
      arg('url'),
    ),
  issuer_not_named: (arg) =>
    l10n.t(
      '{1} does not name {0} as its authorization server. Correct "issuer" of this server in the settings, or remove it.',
      arg('issuer'),
      arg('url'),
    ),
  issuer_mismatch: (arg) =>
    l10n.t(
      'The authorization server {0} calls itself {1}. Nothing was sent. Check "issuer" of this server in the settings.',
      arg('issuer'),
      arg('found'),
    ),
  issuer_unreachable: (arg) =>
    l10n.t(
      'The authorization server {0} cannot be reached. Check the address, your network and VPN, then try again.',
      arg('issuer'),
    ),
  issuer_missing: (arg) =>
    l10n.t('{0} names no authorization server. Set "issuer" of this server in the settings.', arg('url')),
  dpop_unsupported: (arg) =>
    l10n.t(
      '{1} takes only tokens bound to a key (DPoP with ES256), which the authorization server {0} does not offer. Tell whoever runs them.',
      arg('issuer'),
      arg('url'),
    ),
  assertion_unsupported: (arg) =>
    l10n.t(
      'The authorization server {0} takes no assertions of an identity provider. Remove "identityProvider" of this server from the settings, or tell whoever runs it.',
      arg('issuer'),
    ),
  pkce_unsupported: (arg) =>
    l10n.t(
      'The authorization server {0} does not offer PKCE with S256, without which a sign-in is not safe. Nothing was sent. Tell whoever runs it.',
      arg('issuer'),
    ),
  client_id_required: (arg) =>
    l10n.t(
      '{0} needs a client ID. Copy it from Okta (Applications > your app > Client Credentials) into "clientId" of this server in the settings.',
      arg('issuer'),
    ),
  issuer_required: (arg) =>
    l10n.t(
      'A sign-in with client credentials needs "issuer" of the server {0} in the settings, so that they go nowhere else. In Okta it is under Security > API > Authorization Servers.',
      arg('url'),
    ),
  credential_invalid: (arg) => l10n.t('The credential cannot be used: {0}.', credentialWords(arg('reason'))),

  relay_required: () =>
    l10n.t(
      'VS Code runs in a browser here, so the sign-in comes back through a relay page. Set "relay" of this server in the settings, such as https://incidents.example.com/oauth/relay.',
    ),
  no_way_to_sign_in: (arg) =>
    l10n.t(
      '{0} offers no way to sign in that works here: neither a page for the browser nor device codes. Tell whoever runs it.',
      arg('issuer'),
    ),
  device_not_offered: (arg) =>
    l10n.t(
      '{0} does not offer device codes. In Okta tick Device Authorization (Applications > your app > General > Grant type, and in the access policy\'s rule), or set "signIn" of this server to "auto".',
      arg('issuer'),
    ),
  device_address_foreign: (arg) =>
    l10n.t(
      '{0} wants the device code entered at another address, {1}, which is not trusted. Nothing was opened. Tell whoever runs it.',
      arg('issuer'),
      arg('host'),
    ),
  device_code_expired: (arg) =>
    l10n.t('The device code of {0} was not entered in time. Start the sign-in again.', arg('issuer')),
  loopback_busy: (arg) =>
    l10n.t(
      'The sign-in could not come back to this computer: the ports {0} are all in use or blocked. Close the program that has them, finish or cancel other sign-ins, or choose another way to sign in.',
      arg('ports'),
    ),
  authorization_denied: (arg) =>
    l10n.t(
      '{0} refused the sign-in: {1}. Check that you are assigned to the application and that its redirect URIs and scopes are right.',
      arg('issuer'),
      reason(arg),
    ),
  authorization_expired: () => l10n.t('The sign-in was not finished within five minutes. Start it again.'),
  callback_invalid: (arg) =>
    l10n.t(
      'The answer of the sign-in page did not belong to this sign-in and was not used ({0}). Start it again.',
      callbackWords(arg('reason')),
    ),
  credential_refused: (arg) =>
    l10n.t(
      "{0} does not accept the client's credential: {1}. It may have been replaced. Copy the present one from Okta (Applications > your app > Client Credentials) and sign in again.",
      arg('issuer'),
      reason(arg),
    ),
  token_endpoint_foreign: (arg) =>
    l10n.t(
      'The authorization server {0} wants the client\'s credential sent to another host, {1}. Nothing was sent. Check "issuer" of this server in the settings.',
      arg('issuer'),
      arg('host'),
    ),
  token_type_mismatch: (arg) =>
    l10n.t(
      'The authorization server {0} answered with another kind of token than was asked for, so it was not used. Tell whoever runs it.',
      arg('issuer'),
    ),
  id_token_missing: (arg) =>
    l10n.t(
      'The identity provider {0} did not say who signed in (no ID token). Check that its application may use the scope openid.',
      arg('issuer'),
    ),
  assertion_invalid: (arg) =>
    l10n.t(
      'What the identity provider {0} answered is no assertion for {1}, so it was not used. Check how it manages access to that server.',
      arg('issuer'),
      arg('audience'),
    ),
  token_request_failed: (arg) =>
    l10n.t('{0} gave no token: {1}. Check the client ID and the application in Okta.', arg('issuer'), reason(arg)),
  sign_in_interrupted: (arg) =>
    l10n.t(
      '{0} did not hand over a token, so you are not signed in. Check your network and VPN, then sign in again.',
      arg('issuer'),
    ),
  token_endpoint_unreachable: (arg) =>
    l10n.t(
      '{0} cannot be reached to renew your sign-in. You stay signed in; try again when you are online.',
      arg('issuer'),
    ),
  signed_out: (arg) => l10n.t('You are not signed in to {0}.', arg('server')),
  session_ended: (arg) => l10n.t('Your sign-in to {0} has ended. Sign in again.', arg('server')),

  unauthorized: (arg) =>
    l10n.t(
      '{0} does not accept your sign-in. Sign in again; if that does not help, tell whoever runs it: it may expect tokens of another issuer or audience.',
      arg('server'),
    ),
  insufficient_scope: (arg) =>
    l10n.t(
      '{0} needs the permissions {1} for this, and your sign-in lacks at least one. Ask your Okta administrator, then sign in again.',
      arg('server'),
      arg('scopes'),
    ),
  scopes_not_granted: (arg) =>
    l10n.t(
      '{0} needs the permissions {1} for this, and the sign-in did not give you all of them. Ask your Okta administrator, or whoever runs the server, for them.',
      arg('server'),
      arg('scopes'),
    ),
  tool_failed: (arg) => l10n.t('The tool {0} failed: {1}', arg('tool'), arg('message')),
  tool_missing: (arg) => l10n.t('{1} has no tool {0}, so this cannot be done there.', arg('tool'), arg('server')),
  prompt_failed: (arg) => l10n.t('The prompt {0} failed: {1}', arg('prompt'), arg('message')),
  request_failed: (arg) => l10n.t('The server refused {0}: {1}', arg('what'), arg('message')),
  resource_missing: (arg) => l10n.t('The server has no resource {0}.', arg('uri')),
  incident_not_found: (arg) => l10n.t('There is no incident {0} any more. Refresh the list.', arg('id')),
  answer_invalid: (arg) => l10n.t("The server's answer cannot be read ({0}). Tell whoever runs it.", arg('what')),
  answer_too_large: (arg) =>
    l10n.t("The server's answer has more than {0} MB and was not read. Tell whoever runs it.", arg('megabytes')),
  answer_lost: (arg) =>
    l10n.t(
      'No usable answer came to {0}. {1} may have done it all the same: look before you call it again.',
      arg('tool'),
      arg('server'),
    ),
  endless_list: (arg) =>
    l10n.t("The server's list of {0} does not end and was cut off. Tell whoever runs it.", arg('what')),

  demo_failed: (arg) => l10n.t('The local demo stopped: {0}', arg('reason')),
  demo_unsupported: (arg) =>
    l10n.t('The local demo needs Node 22.13 or newer, and this editor runs {0}. Update the editor.', arg('version')),
};

const SIGN_IN_CODES: readonly AppErrorCode[] = ['signed_out', 'session_ended', 'unauthorized', 'sign_in_interrupted'];
const SETTINGS_CODES: readonly AppErrorCode[] = [
  'invalid_settings',
  'address_refused',
  'redirected_elsewhere',
  'issuer_not_named',
  'issuer_mismatch',
  'issuer_missing',
  'client_id_required',
  'relay_required',
  'device_not_offered',
];

/** Words for an error of any code. What servers wrote is stripped of links and control characters. */
export function messageFor(error: AppError): Message {
  const text = WORDS[error.code]((name) => plainText(error.args[name] ?? '') || l10n.t('unknown'));
  const action = actionFor(error.code);
  return action ? { text, action } : { text };
}

/** Words for whatever was thrown; what is no {@link AppError} is a fault of ours, and only the log has its details. */
export function messageForAny(error: unknown): Message {
  if (error instanceof AppError) return messageFor(error);
  return { text: l10n.t('Something went wrong inside Incident Desk. The log has the details.'), action: showLog() };
}

function actionFor(code: AppErrorCode): Message['action'] {
  if (code === 'cancelled') return undefined;
  if (code === 'no_servers') return { title: l10n.t('Add Server'), command: 'incidentDesk.addServer' };
  if (SIGN_IN_CODES.includes(code)) return { title: l10n.t('Sign In'), command: 'incidentDesk.signIn' };
  if (SETTINGS_CODES.includes(code)) return { title: l10n.t('Open Settings'), command: 'incidentDesk.openSettings' };
  return showLog();
}

function showLog(): { title: string; command: CommandId } {
  return { title: l10n.t('Show Log'), command: 'incidentDesk.showLog' };
}

function reason(arg: Argument): string {
  const description = arg('description');
  if (description === l10n.t('unknown')) return arg('error');
  return l10n.t('{0} ({1})', description.replace(/\.$/, ''), arg('error'));
}
