import { l10n } from 'vscode';
import { AppError, type AppErrorCode } from '../../core/errors.ts';
import type { CommandId } from '../commands/commandIds.ts';
import { CALL_ERRORS } from './callErrors.ts';
import { CONNECTION_ERRORS } from './connectionErrors.ts';
import { DISCOVERY_ERRORS } from './discoveryErrors.ts';
import type { Argument } from './errorWords.ts';
import { plainText } from './plainText.ts';
import { SIGN_IN_ERRORS } from './signInErrors.ts';

/** What to tell a person about an error: what happened, what to do, and the button that does it. */
export interface Message {
  readonly text: string;
  readonly action?: { readonly title: string; readonly command: CommandId };
}

const WORDS: Record<AppErrorCode, (arg: Argument) => string> = {
  ...CONNECTION_ERRORS,
  ...DISCOVERY_ERRORS,
  ...SIGN_IN_ERRORS,
  ...CALL_ERRORS,
};

const SIGN_IN_CODES: readonly AppErrorCode[] = ['signed_out', 'session_ended', 'unauthorized', 'sign_in_interrupted'];
const SETTINGS_CODES: readonly AppErrorCode[] = [
  'invalid_settings',
  'address_refused',
  'redirected_elsewhere',
  'issuer_not_named',
  'issuer_mismatch',
  'issuer_slash',
  'issuer_is_metadata',
  'issuer_missing',
  'client_id_required',
  'client_document_unsupported',
  'registration_failed',
  'relay_required',
  'device_not_offered',
  'loopback_busy',
];

/** What a look at the whole connection may explain. */
const DIAGNOSIS_CODES: readonly AppErrorCode[] = [
  'server_unreachable',
  'server_timeout',
  'certificate_refused',
  'proxy_failed',
  'server_not_mcp',
  'server_not_protected',
  'metadata_invalid',
  'resource_mismatch',
  'issuer_unreachable',
  'pkce_unsupported',
  'authorization_denied',
  'authorization_expired',
  'token_request_failed',
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
  if (code === 'insufficient_scope') return askForPermission();
  if (SETTINGS_CODES.includes(code)) return { title: l10n.t('Open Settings'), command: 'incidentDesk.openSettings' };
  return DIAGNOSIS_CODES.includes(code) ? diagnose() : showLog();
}

function diagnose(): { title: string; command: CommandId } {
  return { title: l10n.t('Diagnose'), command: 'incidentDesk.diagnose' };
}

function askForPermission(): { title: string; command: CommandId } {
  return { title: l10n.t('Ask for Permission…'), command: 'incidentDesk.askForPermission' };
}

function showLog(): { title: string; command: CommandId } {
  return { title: l10n.t('Show Log'), command: 'incidentDesk.showLog' };
}
