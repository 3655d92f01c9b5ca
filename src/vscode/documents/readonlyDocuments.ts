import * as vscode from 'vscode';

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
    this.#made += 1;
    const name = title.replace(/[\\/\p{C}]/gu, '_').slice(0, 80);
    // The number tells documents of one title apart; it is a folder, so that the tab shows the title alone.
    const uri = vscode.Uri.from({ scheme: this.#scheme, path: `/${String(this.#made)}/${name}.md` });
    this.#texts.set(uri.toString(), markdown);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
    return document;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#texts.clear();
  }
}
