import { l10n } from 'vscode';
import { isAppError, isSignedOut } from '../../../core/errors.ts';
import type { AppError } from '../../../core/errors.ts';
import { messageFor } from '../../words/messages.ts';

/** What the chat is told where its request was not handed on: what happened, and the command that helps. */
export function gatewayWords(error: AppError): string {
  const { text } = messageFor(error);
  if (isSignedOut(error) || isAppError(error, 'unauthorized')) {
    return `${text} ${l10n.t('Sign in with Incident Desk: run the command "Incident Desk: Sign In".')}`;
  }
  if (!isAppError(error, 'insufficient_scope')) return text;
  return `${text} ${l10n.t('Run the command "Incident Desk: Ask for Permission".')}`;
}
