import * as vscode from 'vscode';
import { pageHtml, webviewOptions, type PageParts } from './pageHtml.ts';

/** Makes a panel one of our pages, whose messages go to `receive`. The signal is aborted when the panel closes. */
export function setUpPanel(
  panel: vscode.WebviewPanel,
  extensionUri: vscode.Uri,
  parts: PageParts,
  receive: (message: unknown) => Promise<void>,
): AbortSignal {
  const closed = new AbortController();
  panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.svg');
  panel.webview.options = webviewOptions(extensionUri);
  panel.webview.onDidReceiveMessage((message: unknown) => void receive(message));
  panel.onDidDispose(() => closed.abort());
  panel.webview.html = pageHtml(panel.webview, extensionUri, parts);
  return closed.signal;
}
