import * as vscode from 'vscode';
import type { SignInTo } from '../auth/signInTo.ts';
import { chooseSignInServer, type SignInServers } from './chooseSignInServer.ts';
import type { RunCommand } from './runCommand.ts';

/** What the command needs. */
export interface SignInOptions extends SignInServers {
  readonly run: RunCommand;
  readonly signInTo: SignInTo;
}

/** "Sign In": to the server whose id is given, else to the only one, else to the one picked. */
export function registerSignIn({ run, signInTo, ...servers }: SignInOptions): vscode.Disposable {
  return run('incidentDesk.signIn', async (id) => {
    const client = await chooseSignInServer(id, servers, vscode.l10n.t('Sign in to which server?'));
    await signInTo(client.id);
  });
}
