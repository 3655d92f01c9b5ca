import * as vscode from 'vscode';
import type { Effects } from '../../core/effects.ts';
import type { Sessions } from '../../core/oauth/sessions/sessions.ts';
import type { EditorHost } from '../auth/planning/editorHost.ts';
import type { IssuerMemory } from '../auth/planning/issuerMemory.ts';
import type { NotificationLinks } from '../auth/notificationLinks.ts';
import type { SignedInAccounts } from '../auth/accounts/signedInAccounts.ts';
import type { SignInTo } from '../auth/signInTo.ts';
import type { SignOutOf } from '../auth/accounts/signOutOf.ts';
import type { SwitchAccount } from '../auth/accounts/switchAccount.ts';
import type { DemoServer } from '../demo/demoServer.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import { registerAddServer } from './addServer.ts';
import { registerCopyServerLink } from './copyServerLink.ts';
import { registerCopyRedirectUris } from './copyRedirectUris.ts';
import { registerOpenSettings } from './openSettings.ts';
import { registerRemoveServer } from './removeServer.ts';
import type { RunCommand } from './runCommand.ts';
import { registerShowLog } from './showLog.ts';
import { registerSignIn } from './signIn.ts';
import { registerSignInAnotherWay } from './signInAnotherWay.ts';
import { registerSignOut } from './signOut.ts';
import { registerStartDemo } from './startDemo.ts';
import { registerStopDemo } from './stopDemo.ts';
import { registerSwitchAccount } from './switchAccount.ts';

/** What the commands for accounts, servers and the demo are built from. */
export interface CommandsOptions {
  readonly run: RunCommand;
  readonly log: Pick<vscode.OutputChannel, 'show'>;
  readonly effects: Effects;
  readonly host: EditorHost;
  readonly setting: ServersSetting;
  readonly sessions: Sessions;
  readonly registry: ServerRegistry;
  readonly accounts: SignedInAccounts;
  readonly signInTo: SignInTo;
  readonly signOutOf: SignOutOf;
  readonly switchAccount: SwitchAccount;
  readonly links: NotificationLinks;
  readonly issuers: IssuerMemory;
  readonly demo: DemoServer;
}

/** Registers the commands for accounts, servers, the demo and the log. */
export function registerCommands(options: CommandsOptions): vscode.Disposable {
  const { run, log, setting, sessions, demo } = options;
  return vscode.Disposable.from(
    registerSignIn(options),
    registerSignInAnotherWay(run, options.links),
    registerSignOut(run, sessions, options.signOutOf),
    registerSwitchAccount(options),
    registerAddServer(options),
    registerRemoveServer(run, setting, sessions),
    registerCopyServerLink(run, options.registry),
    registerCopyRedirectUris(run, setting, options.issuers),
    registerOpenSettings(run),
    registerShowLog(run, log),
    registerStartDemo(options),
    registerStopDemo(run, demo),
  );
}
