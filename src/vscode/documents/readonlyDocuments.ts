import * as vscode from 'vscode';
import { fileNameFor } from './fileNameFor.ts';

/** Documents that nobody can change and nobody is asked to save, such as a report. */
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

  /** Opens a Markdown text, rendered where the editor can, in a tab with this title; an earlier one stays open. */
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
    // The number tells documents of one title apart; it is a folder, so that the tab shows the title alone.
    const uri = vscode.Uri.from({ scheme: this.#scheme, path: `/${String(this.#made)}/${fileNameFor(title, 'md')}` });
    this.#texts.set(uri.toString(), markdown);
    return vscode.workspace.openTextDocument(uri);
  }
}
