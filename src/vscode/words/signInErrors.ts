import { l10n } from 'vscode';
import { callbackWords } from './callbackWords.ts';
import { reason } from './errorWords.ts';
import type { ErrorWords } from './errorWords.ts';

/** Words for a sign-in that did not come about, and for one that ended. */
export const SIGN_IN_ERRORS = {
  relay_required: () =>
    l10n.t(
      'VS Code runs in a browser here, where the way to sign in that the settings name needs a relay page. Ask whoever runs the server for its address and set "relay" of this server, such as https://incidents.example.com/oauth/relay; or set "signIn" to "auto".',
    ),
  no_way_to_sign_in: (arg) =>
    l10n.t(
      '{0} offers no way to sign in that works here: neither a page for the browser nor device codes. Tell whoever runs it.',
      arg('issuer'),
    ),
  device_not_offered: (arg) =>
    l10n.t(
      '{0} does not let you sign in by a code. Set "signIn" of this server to "auto", or have your Okta administrator tick Device Authorization (Applications > your app > General > Grant type, and in the access policy\'s rule).',
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
  // `access_denied` is said of the person's own "no" too (RFC 6749 section 4.1.2.1).
  authorization_denied: (arg) =>
    arg('error') === 'access_denied'
      ? l10n.t(
          '{0} did not allow the sign-in: {1}. Unless you cancelled it yourself, ask your Okta administrator whether you are assigned to the application. "Diagnose" checks what else may be wrong.',
          arg('issuer'),
          reason(arg),
        )
      : l10n.t(
          '{0} refused the sign-in: {1}. Ask your Okta administrator whether you are assigned to the application. "Diagnose" checks what else may be wrong.',
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
      '{0} does not accept the secret or key of this application: {1}. It may have been replaced. Copy the present one from Okta (Applications > your app > Client Credentials) and sign in again.',
      arg('issuer'),
      reason(arg),
    ),
  token_endpoint_foreign: (arg) =>
    l10n.t(
      'The authorization server {0} wants the application\'s secret or key sent to another host, {1}. Nothing was sent. Check "issuer" of this server in the settings.',
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
      'The identity provider {0} did not vouch for you at {1}, so you are not signed in. Ask its administrator whether this application may use that server.',
      arg('issuer'),
      arg('audience'),
    ),
  token_request_failed: (arg) =>
    l10n.t(
      '{0} did not finish the sign-in: {1}. "Diagnose" shows what to change, such as the client ID or the application in Okta.',
      arg('issuer'),
      reason(arg),
    ),
  account_differs: (arg) =>
    l10n.t(
      'You signed in as {1}, but more permissions are needed for {0}. Nothing was changed. Try again and choose {0} on the sign-in page, or sign out in the browser first.',
      arg('expected'),
      arg('found'),
    ),
  sign_in_interrupted: (arg) =>
    l10n.t(
      'The last answer of {0} did not arrive, so you are not signed in. Check your network and VPN, then sign in again.',
      arg('issuer'),
    ),
  token_endpoint_unreachable: (arg) =>
    l10n.t(
      '{0} cannot be reached to renew your sign-in. You stay signed in; try again when you are online.',
      arg('issuer'),
    ),
  signed_out: (arg) => l10n.t('You are not signed in to {0}.', arg('server')),
  session_ended: (arg) => l10n.t('Your sign-in to {0} has ended. Sign in again.', arg('server')),
} satisfies ErrorWords;
