import { l10n } from 'vscode';
import { credentialWords } from './credentialWords.ts';
import { reason, type ErrorWords } from './errorWords.ts';
import { unreachableWords } from './networkWords.ts';

/** Words for what servers and issuers say wrongly of themselves. */
export const DISCOVERY_ERRORS = {
  metadata_invalid: (arg) =>
    l10n.t(
      '{0} should say how to sign in, but its answer cannot be read. Try again; if it stays, tell whoever runs the server.',
      arg('url'),
    ),
  metadata_too_large: (arg) =>
    l10n.t(
      '{0} should say how to sign in, but its answer is far too large and was not read. Tell whoever runs the server.',
      arg('url'),
    ),
  resource_mismatch: (arg) =>
    l10n.t(
      '{1} says how to sign in to another server, {0}. Nothing was sent. Check the address of the server in the settings; if it is right, tell whoever runs it.',
      arg('resource'),
      arg('url'),
    ),
  issuer_not_named: (arg) =>
    l10n.t(
      'Your settings have you sign in at {0}, but {1} names {2} for that. Nothing was sent. Ask whoever runs the server which one is right, and correct "issuer" of this server in the settings.',
      arg('issuer'),
      arg('url'),
      arg('named'),
    ),
  issuer_mismatch: (arg) =>
    l10n.t(
      'What answers at {0} says that it is {1}. Nothing was sent. Check "issuer" of this server in the settings; if it is right, or not set there, tell whoever runs the server.',
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
      '{0} only describes the authorization server, whose own address is likely {1}. Correct "issuer" of this server in the settings; if it is not set there, tell whoever runs the server.',
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
    l10n.t(
      '{0} does not say where to sign in. Ask whoever runs it for the issuer, and set "issuer" of this server in the settings. In Okta it is under Security > API > Authorization Servers.',
      arg('url'),
    ),
  dpop_unsupported: (arg) =>
    l10n.t(
      '{1} accepts only sign-ins that nobody can copy (DPoP with ES256), and {0} does not offer those. Tell whoever runs the server.',
      arg('issuer'),
      arg('url'),
    ),
  assertion_unsupported: (arg) =>
    l10n.t(
      '{0} does not accept a sign-in by way of an identity provider. Remove "identityProvider" of this server from the settings, or tell whoever runs it.',
      arg('issuer'),
    ),
  pkce_unsupported: (arg) =>
    l10n.t(
      '{0} does not protect sign-ins as it must (PKCE with S256). Nothing was sent. Tell whoever runs it.',
      arg('issuer'),
    ),
  client_id_required: (arg) =>
    l10n.t(
      '{0} knows its applications by a client ID, and none is set. Your Okta administrator has it (Applications > your app > General > Client Credentials). Put it into "clientId" of this server in the settings.',
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
      'To sign in as a machine, set "issuer" of the server {0} in the settings, so that the secret goes nowhere else. In Okta it is under Security > API > Authorization Servers.',
      arg('url'),
    ),
  credential_invalid: (arg) => l10n.t('This secret or key cannot be used: {0}.', credentialWords(arg('reason'))),
} satisfies ErrorWords;
