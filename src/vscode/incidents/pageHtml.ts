import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** What a page of ours is made of. */
export interface PageParts {
  /** Name of its bundled script and of its style sheet. */
  readonly name: 'incidentPage' | 'createIncident';
  readonly title: string;
  /** Shown until the script runs. */
  readonly loading: string;
  /** Values that the script reads from the body's `data-` attributes. */
  readonly data: Readonly<Record<string, string>>;
}

/** Lets a webview run our own script and style from the extension's folder, and nothing else. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  const folders = ['dist', 'media'].map((folder) => vscode.Uri.joinPath(extensionUri, folder));
  return { enableScripts: true, enableCommandUris: false, localResourceRoots: folders };
}

/** The document around a page: no content of a server is in it, that only ever comes as messages. */
export function pageHtml(webview: vscode.Webview, extensionUri: vscode.Uri, parts: PageParts): string {
  const nonce = randomBytes(16).toString('base64url');
  const address = (...path: string[]): string =>
    escape(webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString());
  const data = Object.entries(parts.data).map(([name, value]) => ` data-${name}="${escape(value)}"`);
  return `<!DOCTYPE html>
<html lang="${escape(vscode.env.language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${address('media', 'page.css')}" />
    <link rel="stylesheet" href="${address('media', `${parts.name}.css`)}" />
    <title>${escape(parts.title)}</title>
  </head>
  <body${data.join('')}>
    <main id="page" aria-busy="true"><p class="quiet">${escape(parts.loading)}</p></main>
    <div id="announcer" class="unseen" role="status" aria-live="polite"></div>
    <script type="module" nonce="${nonce}" src="${address('dist', 'webview', `${parts.name}.js`)}"></script>
  </body>
</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
