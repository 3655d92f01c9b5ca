import * as vscode from 'vscode';
import type { Subscription } from '../../core/effects.ts';

/** What answers for files that can only be read. */
export type ReadableFiles = Pick<vscode.FileSystemProvider, 'stat' | 'readFile' | 'watch' | 'onDidChangeFile'>;

/** Registers files of a scheme that can only be read; what knows them is loaded when the first one is asked for. */
export function registerLazyFiles(scheme: string, files: () => Promise<ReadableFiles>): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const listening: Subscription[] = [];
  const get = async (): Promise<ReadableFiles> => {
    const provider = await files();
    if (listening.length === 0) listening.push(provider.onDidChangeFile((events) => changed.fire(events)));
    return provider;
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    stat: async (uri) => (await get()).stat(uri),
    readFile: async (uri) => (await get()).readFile(uri),
    watch: (uri, options) => watchLater(get, uri, options),
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  const registered = vscode.workspace.registerFileSystemProvider(scheme, provider, { isReadonly: true });
  return new vscode.Disposable(() => {
    for (const one of [registered, changed, ...listening]) one.dispose();
  });
}

type WatchOptions = Parameters<vscode.FileSystemProvider['watch']>[1];

function watchLater(get: () => Promise<ReadableFiles>, uri: vscode.Uri, options: WatchOptions): vscode.Disposable {
  let watching: vscode.Disposable | undefined;
  let isOver = false;
  void get().then(
    (files) => {
      if (!isOver) watching = files.watch(uri, options);
    },
    () => undefined,
  );
  return new vscode.Disposable(() => {
    isOver = true;
    watching?.dispose();
  });
}

function refuse(): never {
  throw vscode.FileSystemError.NoPermissions();
}
