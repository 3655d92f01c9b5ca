import * as vscode from 'vscode';
import type { Attachment } from '../../../core/mcp/documents/attachment.ts';
import { onAccountsLeft } from '../../auth/accounts/onAccountsLeft.ts';
import type { SignedInAccounts } from '../../auth/accounts/signedInAccounts.ts';
import type { HeldFiles } from '../../start/lazyFiles.ts';
import { columnForDocuments } from '../columnForDocuments.ts';
import { fileNameFor } from '../fileNameFor.ts';
import { openPaths } from '../openPaths.ts';
import type { AnswerKind } from './answerKind.ts';

/** Answers that are kept though their document was closed: an image of one may be open still. */
const KEPT = 8;
/** Folder of the parts of an answer, beside its document. */
const PARTS = 'parts';

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

/** What the documents are made from. */
export interface AnswerFilesOptions<Answer> {
  readonly scheme: string;
  readonly now: () => number;
  readonly kind: Pick<AnswerKind<Answer>, 'write' | 'gone'>;
  /** Tells of other accounts, which may not see what the one before was answered. */
  readonly accounts: Pick<SignedInAccounts, 'onDidChange'>;
}

/** The documents of what servers answered: one for each answer, and one for each part of it that opens by itself. */
export class AnswerFiles<Answer> implements HeldFiles, vscode.Disposable {
  readonly #answers = new Map<string, ShownAnswer<Answer>>();
  /** By path alone: an image viewer adds a query of its own. */
  readonly #files = new Map<string, () => Uint8Array>();
  readonly #changed = new vscode.EventEmitter<readonly vscode.Uri[]>();
  readonly #scheme: string;
  readonly #now: () => number;
  readonly #kind: AnswerFilesOptions<Answer>['kind'];
  readonly #listening: vscode.Disposable;
  #last = { time: '', number: 0 };
  readonly onDidChange = this.#changed.event;

  constructor({ scheme, now, kind, accounts }: AnswerFilesOptions<Answer>) {
    this.#scheme = scheme;
    this.#now = now;
    this.#kind = kind;
    this.#listening = onAccountsLeft(accounts, (isLeft) => this.#forget(isLeft));
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

  /** They never change, but for those that are not kept any more. */
  changed({ path }: vscode.Uri): number {
    return this.#files.has(path) ? 0 : 1;
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
    this.#answers.clear();
    this.#files.clear();
  }

  /** The time of the answer tells tabs of one title apart, and documents of this window from those of before a reload. */
  #place(fileName: string): { folder: string; uri: vscode.Uri } {
    const time = new Date(this.#now()).toTimeString().slice(0, 8).replaceAll(':', '.');
    const taken = [...this.#files.keys(), ...openPaths(this.#scheme)];
    for (let number = time === this.#last.time ? this.#last.number + 1 : 1; ; number += 1) {
      const folder = number === 1 ? `/${time}` : `/${time} (${String(number)})`;
      // As a day later.
      if (taken.some((path) => path.startsWith(`${folder}/`))) continue;
      this.#last = { time, number };
      return { folder, uri: vscode.Uri.from({ scheme: this.#scheme, path: `${folder}/${fileName}` }) };
    }
  }

  #file(folder: string, attachment: Attachment): { uri?: vscode.Uri } {
    if (attachment.kind === 'link') return {};
    const uri = vscode.Uri.from({ scheme: this.#scheme, path: `${folder}/${PARTS}/${attachment.fileName}` });
    this.#files.set(uri.path, attachment.bytes);
    return { uri };
  }

  #dropOldest(): void {
    const open = new Set(
      vscode.workspace.textDocuments.map(({ uri }) => (uri.scheme === this.#scheme ? uri.path : '')),
    );
    for (const document of this.#answers.keys()) {
      if (this.#answers.size < KEPT) return;
      if (!open.has(document)) this.#drop(document);
    }
  }

  /** Drops the answers of servers that are not shown; the editor may hold the text of a document that it closed. */
  #forget(isLeft: (serverId: string) => boolean): void {
    const open = openPaths(this.#scheme);
    const gone = [...this.#answers].flatMap(([document, { serverId }]) => {
      const isOpen = this.#pathsOf(document).some((path) => open.has(path));
      return isLeft(serverId) && !isOpen ? this.#drop(document) : [];
    });
    if (gone.length > 0) this.#changed.fire(gone.map((path) => vscode.Uri.from({ scheme: this.#scheme, path })));
  }

  /** The paths that held it. */
  #drop(document: string): readonly string[] {
    const paths = this.#pathsOf(document);
    this.#answers.delete(document);
    for (const path of paths) this.#files.delete(path);
    return paths;
  }

  #pathsOf(document: string): readonly string[] {
    const attachments = this.#answers.get(document)?.attachments ?? [];
    return [document, ...attachments.flatMap(({ uri }) => (uri ? [uri.path] : []))];
  }
}
