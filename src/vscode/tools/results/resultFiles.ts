import * as vscode from 'vscode';
import type { ToolResult } from '../../../core/mcp/connection.ts';
import type { Attachment } from '../../../core/mcp/results/attachment.ts';
import { resultDocument } from '../../../core/mcp/results/resultDocument.ts';
import { columnForDocuments } from '../../documents/columnForDocuments.ts';
import { fileNameFor } from '../../documents/fileNameFor.ts';
import type { HeldFiles } from '../../start/lazyFiles.ts';
import { resultWords } from './resultWords.ts';

/** Results that are kept though their document was closed: an image of one may be open still. */
const KEPT = 8;

/** A part of a shown result that opens by itself, and its own document where it has one. */
export interface ShownAttachment {
  readonly line: number;
  readonly attachment: Attachment;
  readonly uri?: vscode.Uri;
}

/** A result whose document is kept. */
export interface ShownResult {
  readonly serverId: string;
  readonly result: ToolResult;
  readonly isCut: boolean;
  readonly attachments: readonly ShownAttachment[];
}

/** The documents of what tools answered: one for each call, and one for each part of it that opens by itself. */
export class ResultFiles implements HeldFiles, vscode.Disposable {
  readonly #results = new Map<string, ShownResult>();
  /** By path alone: an image viewer adds a query of its own. */
  readonly #files = new Map<string, () => Uint8Array>();
  readonly #folders = new Set<string>();
  readonly #changed = new vscode.EventEmitter<readonly vscode.Uri[]>();
  readonly #scheme: string;
  readonly #now: () => number;
  readonly onDidChange = this.#changed.event;

  constructor(scheme: string, now: () => number) {
    this.#scheme = scheme;
    this.#now = now;
  }

  /** Opens what a tool answered beside the active editor, in a tab with this title; earlier ones stay open. */
  async open(title: string, serverId: string, result: ToolResult): Promise<void> {
    const { markdown, attachments, isCut } = resultDocument(result, title, resultWords());
    this.#dropOldest();
    const { folder, uri } = this.#place(fileNameFor(title, 'md'));
    this.#files.set(uri.path, () => new TextEncoder().encode(markdown));
    const shown = attachments.map(({ line, attachment }) => ({ line, attachment, ...this.#file(folder, attachment) }));
    this.#results.set(uri.path, { serverId, result, isCut, attachments: shown });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: columnForDocuments(), preview: false });
  }

  get(uri: vscode.Uri): ShownResult | undefined {
    return this.#results.get(uri.path);
  }

  read(uri: vscode.Uri): Uint8Array {
    const file = this.#files.get(uri.path);
    if (file) return file();
    // As after a reload of the window: the tab is back, and what was in it is not.
    if (uri.path.endsWith('.md')) return new TextEncoder().encode(gone());
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  /** They never change. */
  changed(): number {
    return 0;
  }

  dispose(): void {
    this.#changed.dispose();
    this.#results.clear();
    this.#files.clear();
  }

  /** The time of the call tells tabs of one title apart, and documents of this window from those of before a reload. */
  #place(fileName: string): { folder: string; uri: vscode.Uri } {
    const time = new Date(this.#now()).toTimeString().slice(0, 8).replaceAll(':', '.');
    for (let number = 1; ; number += 1) {
      const folder = number === 1 ? `/${time}` : `/${time} (${String(number)})`;
      if (this.#folders.has(folder)) continue;
      this.#folders.add(folder);
      return { folder, uri: vscode.Uri.from({ scheme: this.#scheme, path: `${folder}/${fileName}` }) };
    }
  }

  #file(folder: string, attachment: Attachment): { uri?: vscode.Uri } {
    if (attachment.kind === 'link') return {};
    const uri = vscode.Uri.from({ scheme: this.#scheme, path: `${folder}/${attachment.fileName}` });
    this.#files.set(uri.path, attachment.bytes);
    return { uri };
  }

  #dropOldest(): void {
    const open = new Set(
      vscode.workspace.textDocuments.map(({ uri }) => (uri.scheme === this.#scheme ? uri.path : '')),
    );
    for (const [document, { attachments }] of this.#results) {
      if (this.#results.size < KEPT) return;
      if (open.has(document)) continue;
      this.#results.delete(document);
      for (const file of [document, ...attachments.flatMap(({ uri }) => (uri ? [uri.path] : []))]) {
        this.#files.delete(file);
      }
    }
  }
}

function gone(): string {
  return `${vscode.l10n.t('This result is not kept any more. Call the tool again to see one.')}\n`;
}
