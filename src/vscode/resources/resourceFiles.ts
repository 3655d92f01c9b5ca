import * as vscode from 'vscode';
import type { Log } from '../../core/effects.ts';
import { AppError } from '../../core/errors.ts';
import { inBackground } from '../../core/inBackground.ts';
import type { Content } from '../../core/mcp/connection.ts';
import { resourceBytes, resourceParts } from '../../core/mcp/resourceFile.ts';
import { OneAtATime } from '../../core/oneAtATime.ts';
import { onAccountsLeft } from '../auth/accounts/onAccountsLeft.ts';
import type { SignedInAccounts } from '../auth/accounts/signedInAccounts.ts';
import { RESOURCE_SCHEME } from '../documents/schemes.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import type { HeldFiles } from '../start/lazyFiles.ts';
import { messageFor } from '../words/messages.ts';
import { resourceAddress } from './resourceAddress.ts';
import type { ResourceAddress } from './resourceAddress.ts';
import { WatchedResource } from './watchedResource.ts';

/** Resources that are kept though no editor shows them. */
const KEPT = 20;

interface ReadFile {
  readonly bytes: Uint8Array;
  /** Milliseconds since 1970. */
  readonly readAt: number;
}

/** What the files of resources are made from. */
export interface ResourceFilesOptions {
  readonly registry: ServerRegistry;
  readonly now: () => number;
  readonly log: Log;
  /** Tells of other accounts, which may not see what was read for the one before. */
  readonly accounts: Pick<SignedInAccounts, 'onDidChange'>;
}

/** The resources of servers as files that can only be read: read again when the server says that they changed. */
export class ResourceFiles implements HeldFiles, vscode.Disposable {
  readonly #options: ResourceFilesOptions;
  readonly #files = new Map<string, Promise<ReadFile>>();
  /** By their paths. */
  readonly #watched = new Map<string, vscode.Uri>();
  /** How often the account of their server changed while they were open, by their paths. */
  readonly #left = new Map<string, number>();
  readonly #changed = new vscode.EventEmitter<readonly vscode.Uri[]>();
  readonly #listening: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor(options: ResourceFilesOptions) {
    this.#options = options;
    this.#listening = onAccountsLeft(options.accounts, (isLeft) => this.#accountsLeft(isLeft));
  }

  /** Takes what was read already for the document that is about to be opened. */
  keep(uri: vscode.Uri, contents: readonly Content[]): void {
    const address = resourceAddress(uri);
    if (address) void this.#put(uri, Promise.resolve(this.#file(address, contents)));
  }

  async read(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.#read(uri)).bytes;
  }

  async changed(uri: vscode.Uri): Promise<number> {
    return (await this.#read(uri)).readAt;
  }

  watch(uri: vscode.Uri): vscode.Disposable {
    const address = resourceAddress(uri);
    const client = address && this.#options.registry.get(address.serverId);
    if (!client) return new vscode.Disposable(() => undefined);
    const key = uri.path;
    this.#watched.set(key, uri);
    const again = new OneAtATime(() => this.#refresh(uri));
    const changed = (): void => inBackground(again.run(), 'Reading a resource again', this.#options.log);
    const watching = new WatchedResource(client, address.uri, changed, this.#options.log);
    return new vscode.Disposable(() => {
      watching.dispose();
      this.#watched.delete(key);
      this.#left.delete(key);
      this.#files.delete(key);
    });
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
    this.#files.clear();
  }

  /**
   * Drops what was read for an account that is not the one that is signed in now. What is open is read for that one; an
   * editor whose file cannot be read goes on showing what it had, so that it is given words to show.
   */
  #accountsLeft(isLeft: (serverId: string) => boolean): void {
    const open = [...this.#watched.values()].filter((uri) => isLeft(resourceAddress(uri)?.serverId ?? ''));
    const read = [...this.#files.keys()].map((path) => vscode.Uri.from({ scheme: RESOURCE_SCHEME, path }));
    for (const uri of read) if (isLeft(resourceAddress(uri)?.serverId ?? '')) this.#files.delete(uri.path);
    for (const { path } of open) this.#left.set(path, (this.#left.get(path) ?? 0) + 1);
    if (open.length > 0) this.#changed.fire(open);
  }

  #read(uri: vscode.Uri): Promise<ReadFile> {
    return (
      this.#files.get(uri.path) ?? this.#put(uri, this.#left.has(uri.path) ? this.#fetchOrWords(uri) : this.#fetch(uri))
    );
  }

  async #fetchOrWords(uri: vscode.Uri): Promise<ReadFile> {
    try {
      return await this.#fetch(uri);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      return { bytes: Buffer.from(`${words}\n`), readAt: this.#options.now() };
    }
  }

  #put(uri: vscode.Uri, file: Promise<ReadFile>): Promise<ReadFile> {
    const key = uri.path;
    this.#files.delete(key);
    this.#files.set(key, file);
    file.catch(() => {
      if (this.#files.get(key) === file) this.#files.delete(key);
    });
    const idle = [...this.#files.keys()].filter((one) => !this.#watched.has(one));
    for (const oldest of idle.slice(0, -KEPT)) this.#files.delete(oldest);
    return file;
  }

  /** Reads anew, and tells the editor where something changed; what cannot be read stays as it was. */
  async #refresh(uri: vscode.Uri): Promise<void> {
    const left = this.#left.get(uri.path);
    const before = await this.#files.get(uri.path);
    const file = await this.#fetch(uri);
    // What came for an account that left meanwhile is not shown to the next.
    if (this.#left.get(uri.path) !== left) return;
    if (before && Buffer.compare(before.bytes, file.bytes) === 0) return;
    await this.#put(uri, Promise.resolve(file));
    this.#changed.fire([uri]);
  }

  /** What the editor shows in the place of a document has to be worded here. */
  async #fetch(uri: vscode.Uri): Promise<ReadFile> {
    const address = resourceAddress(uri);
    const client = address && this.#options.registry.get(address.serverId);
    if (!client) throw vscode.FileSystemError.FileNotFound(uri);
    try {
      const connection = await client.connection();
      return this.#file(address, await connection.readResource(address.uri));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw vscode.FileSystemError.Unavailable(messageFor(error).text);
    }
  }

  #file({ part, uri }: ResourceAddress, contents: readonly Content[]): ReadFile {
    const content = resourceParts(contents)[part];
    if (!content) throw new AppError('resource_missing', { uri });
    return { bytes: resourceBytes(content), readAt: this.#options.now() };
  }
}
