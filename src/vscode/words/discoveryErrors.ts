import { l10n } from 'vscode';
import { credentialWords } from './credentialWords.ts';
import { reason, type ErrorWords } from './errorWords.ts';
import { unreachableWords } from './networkWords.ts';

/** Words for what servers and issuers say wrongly of themselves. */
export const DISCOVERY_ERRORS = {
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
      'The settings have you sign in at {0}, but {1} wants you to sign in at {2}. Nothing was sent. If that is your company\'s, put it into "issuer" of this server in the settings; else ask whoever runs the server.',
      arg('issuer'),
      arg('url'),
      arg('named'),
    ),
  issuer_mismatch: (arg) =>
    l10n.t(
      'The authorization server {0} calls itself {1}. Nothing was sent. Check "issuer" of this server in the settings.',
      arg('issuer'),
      arg('found'),
    ),
  issuer_slash: (arg) =>
    l10n.t(
      'The authorization server calls itself {1}, but was asked for as {0}: the two differ by the slash at the end alone. Correct "issuer" of this server in the settings; if it is not set there, tell whoever runs the server.',
      arg('issuer'),
      arg('found'),
    ),
  issuer_is_metadata: (arg) =>
    l10n.t(
      '{0} is the address of a sign-in description, not of the authorization server, which is likely {1}. Correct "issuer" of this server in the settings; if it is not set there, tell whoever runs the server.',
      arg('issuer'),
      arg('likely'),
    ),
  login_page_foreign: (arg) =>
    l10n.t(
      'The authorization server {0} uses the sign-in page of another one, {1}, and would be handed your sign-in there. Nothing was sent. Do not trust this server before whoever runs it has explained that.',
      arg('issuer'),
      arg('known'),
    ),
  issuer_unreachable: (arg) => unreachableWords(l10n.t('The authorization server {0}', arg('issuer')), arg('reason')),
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
  client_document_unsupported: (arg) =>
    l10n.t(
      'The authorization server {0} does not take an address ({1}) as client ID. Set "clientId" of this server in the settings to one that it knows, or remove it.',
      arg('issuer'),
      arg('clientId'),
    ),
  registration_failed: (arg) =>
    l10n.t(
      '{0} did not register Incident Desk: {1}. Ask whoever runs it for a client ID, and set "clientId" of this server in the settings.',
      arg('issuer'),
      reason(arg),
    ),
  issuer_required: (arg) =>
    l10n.t(
      'A sign-in with client credentials needs "issuer" of the server {0} in the settings, so that they go nowhere else. In Okta it is under Security > API > Authorization Servers.',
      arg('url'),
    ),
  credential_invalid: (arg) => l10n.t('The credential cannot be used: {0}.', credentialWords(arg('reason'))),
} satisfies ErrorWords;
