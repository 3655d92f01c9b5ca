import * as vscode from 'vscode';
import { AppError } from '../../../core/errors.ts';
import type { Session } from '../../../core/oauth/sessions/session.ts';
import type { Sessions } from '../../../core/oauth/sessions/sessions.ts';
import { plainLabel } from '../../quickInput/plainLabel.ts';
import type { AskForSession } from '../provider/askForSession.ts';
import type { SignedInAccounts } from './signedInAccounts.ts';

/** Has the person pick which account is used for a server. @throws AppError `cancelled`, and of any sign-in code */
export type SwitchAccount = (serverId: string) => Promise<void>;

/** What {@link createSwitchAccount} needs. */
export interface SwitchAccountOptions {
  readonly sessions: Pick<Sessions, 'list'>;
  readonly accounts: Pick<SignedInAccounts, 'current'>;
  readonly ask: AskForSession;
}

/** Makes {@link SwitchAccount}: one of the accounts that are signed in, or another one, which stays beside them. */
export function createSwitchAccount({ sessions, accounts, ask }: SwitchAccountOptions): SwitchAccount {
  return async (serverId) => {
    const current = await accounts.current(serverId);
    const here = (await sessions.list()).filter((session) => session.serverId === serverId);
    const itemOf = ({ id, account }: Session) => ({
      label: plainLabel(account.label),
      description: id === current?.id ? vscode.l10n.t('in use') : '',
      iconPath: new vscode.ThemeIcon('account'),
      options: { createIfNone: true, account },
    });
    const used = here.filter(({ id }) => id === current?.id);
    const others = here.filter(({ id }) => id !== current?.id);
    const another = {
      label: vscode.l10n.t('Use another account…'),
      description: '',
      iconPath: new vscode.ThemeIcon('add'),
      // Nobody signed in: no session to be replaced by force.
      options: here.length > 0 ? { forceNewSession: true, clearSessionPreference: true } : { createIfNone: true },
    };
    const placeHolder = vscode.l10n.t('Which account is to be used?');
    // Whoever switches wants another one, which Enter takes at once.
    const items = [...others.map(itemOf), another, ...used.map(itemOf)];
    const picked = await vscode.window.showQuickPick(items, { placeHolder });
    if (!picked) throw new AppError('cancelled');
    await ask(serverId, picked.options);
  };
}
