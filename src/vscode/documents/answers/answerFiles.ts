import * as vscode from 'vscode';
import type { Attachment } from '../../../core/mcp/documents/attachment.ts';
import type { HeldFiles } from '../../start/lazyFiles.ts';
import { columnForDocuments } from '../columnForDocuments.ts';
import { fileNameFor } from '../fileNameFor.ts';
import type { AnswerKind } from './answerKind.ts';

/** Answers that are kept though their document was closed: an image of one may be open still. */
const KEPT = 8;

/** A part of a shown answer that opens by itself, and its own document where it has one. */
export interface ShownAttachment {
  readonly line: number;
  readonly attachment: Attachment;
  readonly uri?: vscode.Uri;
}

/** An answer whose document is kept. */
export interface ShownAnswer<Answer> {
  readonly serverId: string;
  readonly answer: Answer;
  readonly isCut: boolean;
  readonly attachments: readonly ShownAttachment[];
}

/** The documents of what servers answered: one for each answer, and one for each part of it that opens by itself. */
export class AnswerFiles<Answer> implements HeldFiles, vscode.Disposable {
  readonly #answers = new Map<string, ShownAnswer<Answer>>();
  /** By path alone: an image viewer adds a query of its own. */
  readonly #files = new Map<string, () => Uint8Array>();
  readonly #folders = new Set<string>();
  readonly #changed = new vscode.EventEmitter<readonly vscode.Uri[]>();
  readonly #scheme: string;
  readonly #now: () => number;
  readonly #kind: Pick<AnswerKind<Answer>, 'write' | 'gone'>;
  readonly onDidChange = this.#changed.event;

  constructor(scheme: string, now: () => number, kind: Pick<AnswerKind<Answer>, 'write' | 'gone'>) {
    this.#scheme = scheme;
    this.#now = now;
    this.#kind = kind;
  }

  /** Opens an answer beside the active editor, in a tab with this title; earlier ones stay open. */
  async open(title: string, serverId: string, answer: Answer): Promise<void> {
    const { markdown, attachments, isCut } = this.#kind.write(answer, title);
    this.#dropOldest();
    const { folder, uri } = this.#place(fileNameFor(title, 'md'));
    this.#files.set(uri.path, () => new TextEncoder().encode(markdown));
    const shown = attachments.map(({ line, attachment }) => ({ line, attachment, ...this.#file(folder, attachment) }));
    this.#answers.set(uri.path, { serverId, answer, isCut, attachments: shown });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: columnForDocuments(), preview: false });
  }

  get(uri: vscode.Uri): ShownAnswer<Answer> | undefined {
    return this.#answers.get(uri.path);
  }

  /** The answer that a document shows, all of it or a part. */
  answerOf(uri: vscode.Uri): Answer | undefined {
    const isPart = ({ attachments }: ShownAnswer<Answer>) => attachments.some((part) => part.uri?.path === uri.path);
    return (this.get(uri) ?? [...this.#answers.values()].find(isPart))?.answer;
  }

  read(uri: vscode.Uri): Uint8Array {
    const file = this.#files.get(uri.path);
    if (file) return file();
    // As after a reload of the window: the tab is back, and what was in it is not.
    if (uri.path.endsWith('.md')) return new TextEncoder().encode(`${this.#kind.gone}\n`);
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  /** They never change. */
  changed(): number {
    return 0;
  }

  dispose(): void {
    this.#changed.dispose();
    this.#answers.clear();
    this.#files.clear();
  }

  /** The time of the answer tells tabs of one title apart, and documents of this window from those of before a reload. */
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
    for (const [document, { attachments }] of this.#answers) {
      if (this.#answers.size < KEPT) return;
      if (open.has(document)) continue;
      this.#answers.delete(document);
      for (const file of [document, ...attachments.flatMap(({ uri }) => (uri ? [uri.path] : []))]) {
        this.#files.delete(file);
      }
    }
  }
}
