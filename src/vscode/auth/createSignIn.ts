import type * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { SignedIn } from '../../core/oauth/signedIn.ts';
import type { Sessions } from '../../core/oauth/sessions.ts';
import { serverId } from '../../core/serverEntry.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import { signInWithBrowser, type BrowserSignInOptions } from './browserSignIn.ts';
import { confirmSignIn } from './confirmSignIn.ts';
import { serversSharingIssuer } from './sharedIssuer.ts';

/** What a sign-in to a configured server needs. */
export interface SignInOptions extends Omit<BrowserSignInOptions, 'confirm'> {
  readonly setting: Pick<ServersSetting, 'read'>;
  readonly sessions: Pick<Sessions, 'list'>;
  /** Remembers what was confirmed. */
  readonly memory: vscode.Memento;
}

/** Makes the sign-in of the authentication provider. It throws AppError `unknown_server` for a server not configured. */
export function createSignIn(options: SignInOptions): (id: string) => Promise<SignedIn> {
  const { setting, sessions, memory } = options;
  return async (id) => {
    const entry = setting.read().find((other) => serverId(other) === id);
    if (!entry) throw new AppError('unknown_server', { server: id });
    return signInWithBrowser(entry, {
      ...options,
      confirm: async (plan) => {
        await confirmSignIn(plan, serversSharingIssuer(plan, setting.read(), await sessions.list()), memory);
      },
    });
  };
}
