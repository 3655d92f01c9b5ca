import * as vscode from 'vscode';
import { chooseServer } from '../quickInput/chooseServer.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import { formatServerLink } from '../servers/serverLink.ts';
import { plainText } from '../words/plainText.ts';
import type { CommandHandler } from './feature.ts';

const { t } = vscode.l10n;

/** "Copy Add-Server Link": a link by which others get the same entry; it holds no secret. */
export function copyServerLinkCommand(registry: ServerRegistry): CommandHandler {
  return async () => {
    const describe = ({ entry }: { entry: { url: string } }): string => new URL(entry.url).host;
    const { entry } = await chooseServer(registry, t('Copy a link for which server?'), describe);
    await vscode.env.clipboard.writeText(formatServerLink(entry, vscode.env.uriScheme));
    const words = t(
      'Copied a link that adds "{0}" to another editor. It holds no secret, and whoever opens it is asked first. Where VS Code runs in a browser, paste it into "Add Server".',
      plainText(entry.name),
    );
    void vscode.window.showInformationMessage(words);
  };
}
