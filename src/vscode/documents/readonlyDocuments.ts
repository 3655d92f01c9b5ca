import * as vscode from 'vscode';
import { PROMPT_SCHEME, RESULT_SCHEME, SAMPLING_SCHEME } from './schemes.ts';

/** Documents that nobody can change and nobody is asked to save, such as what a tool answered. */
export class ReadonlyDocuments implements vscode.Disposable {
  readonly #scheme: string;
  readonly #texts = new Map<string, string>();
  readonly #subscriptions: vscode.Disposable[];
  #made = 0;

  constructor(scheme: string) {
    this.#scheme = scheme;
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()),
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#texts.delete(document.uri.toString())),
    ];
  }

  /** Opens a Markdown text beside the active editor, in a tab with this title; an earlier one stays open. */
  async open(title: string, markdown: string): Promise<vscode.TextDocument> {
    const document = await this.#make(title, markdown);
    await vscode.window.showTextDocument(document, { viewColumn: columnForDocuments(), preview: false });
    return document;
  }

  /** As {@link open}, but rendered, where the editor can. */
  async preview(title: string, markdown: string): Promise<void> {
    const document = await this.#make(title, markdown);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', document.uri);
    } catch {
      // The built-in Markdown extension can be switched off.
      await vscode.window.showTextDocument(document, { preview: false });
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#texts.clear();
  }

  async #make(title: string, markdown: string): Promise<vscode.TextDocument> {
    this.#made += 1;
    const name = title.replace(/[\\/\p{C}]/gu, '_').slice(0, 80);
    // The number tells documents of one title apart; it is a folder, so that the tab shows the title alone.
    const uri = vscode.Uri.from({ scheme: this.#scheme, path: `/${String(this.#made)}/${name}.md` });
    this.#texts.set(uri.toString(), markdown);
    return vscode.workspace.openTextDocument(uri);
  }
}

const SCHEMES = [RESULT_SCHEME, PROMPT_SCHEME, SAMPLING_SCHEME];

/** Beside what the person works on; where such documents are open already, with them, so that columns do not add up. */
function columnForDocuments(): vscode.ViewColumn {
  const groups = vscode.window.tabGroups.all;
  const used = groups.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && SCHEMES.includes(input.uri.scheme)),
  );
  if (used) return used.viewColumn;
  return groups.every(({ tabs }) => tabs.length === 0) ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
}
