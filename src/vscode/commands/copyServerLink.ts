import * as vscode from 'vscode';
import { desktopScheme } from '../auth/planning/desktopScheme.ts';
import type { EditorHost } from '../auth/planning/editorHost.ts';
import { chooseServer } from '../quickInput/chooseServer.ts';
import { namedServer } from '../servers/namedServer.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import { formatServerLink } from '../servers/serverLink.ts';
import { plainText } from '../words/plainText.ts';
import type { CommandHandler } from './feature.ts';

const { t } = vscode.l10n;

/** "Copy Add-Server Link": a link by which others get the same entry; it holds no secret. */
export function copyServerLinkCommand(registry: ServerRegistry, host: EditorHost): CommandHandler {
  return async (server) => {
    const describe = ({ entry }: { entry: { url: string } }): string => new URL(entry.url).host;
    const named = namedServer(server, registry);
    const { entry } = named ?? (await chooseServer(registry, t('Copy a link for which server?'), describe));
    const scheme = desktopScheme(host);
    await vscode.env.clipboard.writeText(formatServerLink(entry, scheme));
    const words = t(
      'Copied a {0}:// link that adds "{1}". It opens that editor on the desktop; in a browser or another editor, paste it into "Add Server". It holds no secret, and whoever opens it is asked first.',
      scheme,
      plainText(entry.name),
    );
    void vscode.window.showInformationMessage(words);
  };
}
