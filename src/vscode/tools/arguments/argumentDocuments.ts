import * as vscode from 'vscode';
import { isJsonObject } from '../../../core/json.ts';
import type { JsonObject } from '../../../core/mcp/connection.ts';
import { argumentsSkeleton } from '../../../core/mcp/toolArguments/argumentsSkeleton.ts';
import type { HeldFiles } from '../../start/lazyFiles.ts';
import type { Draft } from './draft.ts';
import type { DraftStore, DraftTool } from './draftStore.ts';
import { draftUris } from './draftUris.ts';

/** The JSON documents in which arguments are written, and the schemas that the editor's JSON support checks them by. */
export class ArgumentDocuments implements HeldFiles, vscode.Disposable {
  readonly #store: DraftStore;
  readonly #uris: ReturnType<typeof draftUris>;
  readonly #changed = new vscode.EventEmitter<readonly vscode.Uri[]>();
  readonly onDidChange = this.#changed.event;

  constructor(store: DraftStore, scheme: string) {
    this.#store = store;
    this.#uris = draftUris(scheme);
  }

  /** Opens the document for a tool. One that is open stays as it is, unless `replaces`. */
  async open(of: DraftTool, args: JsonObject, replaces: boolean): Promise<void> {
    const before = this.#store.of(of);
    const open = before && this.#open(before);
    const text = open && !replaces ? open.getText() : written(argumentsSkeleton(of.tool.inputSchema, args));
    const draft = await this.#store.put(of, text, (one) => this.#open(one) !== undefined);
    const uri = this.#uris.document(draft);
    this.#changed.fire([this.#uris.schema(draft), ...(open?.isDirty === true ? [] : [uri])]);
    const document = await vscode.workspace.openTextDocument(uri);
    await replaceText(document, text);
    await vscode.window.showTextDocument(document, { preview: false });
  }

  /** Puts what the schema requires and has defaults for in the place of what was written. */
  async reset(document: vscode.TextDocument): Promise<void> {
    const schema = this.get(document.uri)?.schema;
    if (isJsonObject(schema)) await replaceText(document, written(argumentsSkeleton(schema)));
  }

  /** The draft that a document is; undefined for any other document. */
  get(uri: vscode.Uri): Draft | undefined {
    const place = this.#uris.parse(uri);
    return place?.isSchema === false ? this.#store.at(place.slot) : undefined;
  }

  read(uri: vscode.Uri): Uint8Array {
    const place = this.#uris.parse(uri);
    const draft = this.#store.at(place?.slot);
    if (!place || !draft) throw vscode.FileSystemError.FileNotFound(uri);
    return new TextEncoder().encode(place.isSchema ? JSON.stringify(draft.schema ?? {}) : draft.text);
  }

  changed(uri: vscode.Uri): number {
    return this.#store.at(this.#uris.parse(uri)?.slot)?.used ?? 0;
  }

  async write(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const draft = this.get(uri);
    if (!draft) throw vscode.FileSystemError.NoPermissions(uri);
    await this.#store.write(draft.slot, new TextDecoder().decode(content));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #open(draft: Draft): vscode.TextDocument | undefined {
    const uri = this.#uris.document(draft).toString();
    return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
  }
}

function written(args: JsonObject): string {
  return `${JSON.stringify(args, undefined, 2)}\n`;
}

/** As an edit, which can be undone. */
async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const before = document.getText();
  if (before === text) return;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(0), document.positionAt(before.length)), text);
  await vscode.workspace.applyEdit(edit);
}
