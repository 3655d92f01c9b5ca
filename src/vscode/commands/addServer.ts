import * as vscode from 'vscode';
import type { Effects } from '../../core/effects.ts';
import { serverId } from '../../core/serverEntry.ts';
import type { EditorHost } from '../auth/editorHost.ts';
import type { SignInTo } from '../auth/signInTo.ts';
import { askServer } from '../servers/askServer.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import type { RunCommand } from './runCommand.ts';

/** What the command needs. */
export interface AddServerOptions {
  readonly run: RunCommand;
  readonly setting: ServersSetting;
  readonly effects: Effects;
  readonly host: EditorHost;
  readonly signInTo: SignInTo;
}

/** "Add Server": asks for it step by step, writes it to the settings, offers to sign in. */
export function registerAddServer({ run, setting, effects, host, signInTo }: AddServerOptions): vscode.Disposable {
  return run('incidentDesk.addServer', async () => {
    const needsRelay = host.uiKind === 'web';
    const entry = await askServer({ effects, needsRelay, taken: setting.read() });
    await setting.add(entry);
    const signIn = vscode.l10n.t('Sign In');
    const redirects = vscode.l10n.t('Copy Redirect URIs');
    const words = vscode.l10n.t(
      'Added the server "{0}". Okta must allow the redirect URIs before you sign in.',
      entry.name,
    );
    const chosen = await vscode.window.showInformationMessage(words, signIn, redirects);
    if (chosen === signIn) await signInTo(serverId(entry));
    if (chosen === redirects) await vscode.commands.executeCommand('incidentDesk.copyRedirectUris');
  });
}
