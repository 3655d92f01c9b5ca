import * as vscode from 'vscode';
import { redirectUris } from '../auth/redirectUris.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import type { RunCommand } from './runCommand.ts';

/** "Copy Redirect URIs for Okta": to the clipboard, one a line, and shown. */
export function registerCopyRedirectUris(run: RunCommand, setting: ServersSetting): vscode.Disposable {
  return run('incidentDesk.copyRedirectUris', async () => {
    const list = redirectUris(vscode.env.uriScheme, setting.read()).join('\n');
    await vscode.env.clipboard.writeText(list);
    const where = vscode.l10n.t('In Okta: Applications > your app > General > Sign-in redirect URIs.');
    await vscode.window.showInformationMessage(vscode.l10n.t('Copied the redirect URIs'), {
      modal: true,
      detail: `${where}\n\n${list}`,
    });
  });
}
