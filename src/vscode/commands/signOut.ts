import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { Session } from '../../core/oauth/sessions/session.ts';
import type { Sessions } from '../../core/oauth/sessions/sessions.ts';
import type { SignedInAccounts } from '../auth/accounts/signedInAccounts.ts';
import type { SignOutOf } from '../auth/accounts/signOutOf.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import { itemReference } from '../servers/itemReference.ts';
import type { CommandHandler } from './feature.ts';

/** What the command needs. */
export interface SignOutOptions {
  readonly sessions: Pick<Sessions, 'list'>;
  readonly accounts: Pick<SignedInAccounts, 'current'>;
  readonly signOutOf: SignOutOf;
}

/**
 * "Sign Out": of the account that is used for the server that is given, else of the only account, else of the one picked.
 * Revokes its refresh token at the issuer.
 */
export function signOutCommand({ sessions, accounts, signOutOf }: SignOutOptions): CommandHandler {
  return async (server) => {
    const serverId = itemReference(server)?.serverId;
    const session =
      serverId === undefined ? await pickSession(await sessions.list()) : await accounts.current(serverId);
    if (session) await signOutOf(session.id);
    else void vscode.window.showInformationMessage(vscode.l10n.t('You are not signed in anywhere.'));
  };
}

async function pickSession(sessions: readonly Session[]): Promise<Session | undefined> {
  if (sessions.length <= 1) return sessions[0];
  const items = sessions.map((session) => ({
    label: plainLabel(session.account.label),
    description: new URL(session.issuer).host,
    session,
  }));
  const placeHolder = vscode.l10n.t('Sign out of which account?');
  const picked = await vscode.window.showQuickPick(items, { placeHolder });
  if (!picked) throw new AppError('cancelled');
  return picked.session;
}
