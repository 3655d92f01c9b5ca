import * as vscode from 'vscode';
import { isAppError, isSignedOut } from '../../../core/errors.ts';
import { messageForAny } from '../../words/messages.ts';
import type { PageButton, PageModel } from './pageModel.ts';

const { t } = vscode.l10n;

/** What the page shows instead of an incident: what happened, and the buttons that help. */
export function problemPage(error: unknown): PageModel {
  if (isAppError(error, 'unknown_server')) {
    const text = t('The server of this incident is no longer in the settings.');
    return { kind: 'problem', heading: t('Server removed'), text, buttons: [] };
  }
  const { text, action } = messageForAny(error);
  const help: PageButton[] = action ? [{ action: 'help', label: action.title, primary: signedOut(error) }] : [];
  const retry: PageButton = { action: 'refresh', label: t('Retry'), primary: !signedOut(error) };
  const buttons = signedOut(error) ? [...help, retry] : [retry, ...help];
  return { kind: 'problem', heading: heading(error), text, buttons };
}

function signedOut(error: unknown): boolean {
  return isSignedOut(error) || isAppError(error, 'unauthorized');
}

function heading(error: unknown): string {
  if (isAppError(error, 'incident_not_found')) return t('Incident not found');
  if (signedOut(error)) return t('Signed out');
  return t('The incident could not be loaded');
}
