import * as vscode from 'vscode';
import type { SignInTo } from '../auth/signInTo.ts';
import { chooseSignInServer, type SignInServers } from './chooseSignInServer.ts';
import type { CommandHandler } from './feature.ts';

/** What the command needs. */
export interface SignInOptions extends SignInServers {
  readonly signInTo: SignInTo;
}

/** "Sign In": to the server that is given, else to the only one, else to the one picked. */
export function signInCommand({ signInTo, ...servers }: SignInOptions): CommandHandler {
  return async (server) => {
    const client = await chooseSignInServer(server, servers, vscode.l10n.t('Sign in to which server?'));
    await signInTo(client.id);
  };
}
