import * as vscode from 'vscode';

/** Documents of a scheme of ours, which live in memory. Failures are `vscode.FileSystemError`s. */
export interface HeldFiles {
  read(uri: vscode.Uri): Uint8Array;
  /** When the file was last written, in milliseconds since 1970. */
  changed(uri: vscode.Uri): number;
  /** Absent where nobody may write. */
  write?(uri: vscode.Uri, content: Uint8Array): Promise<void>;
  readonly onDidChange: vscode.Event<readonly vscode.Uri[]>;
}

/** Registers a scheme whose documents are loaded, together with the feature that holds them, when one is opened. */
export function registerLazyFiles(
  scheme: string,
  load: () => Promise<HeldFiles>,
  isReadonly: boolean,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  let listening: vscode.Disposable | undefined;
  const files = async (): Promise<HeldFiles> => {
    const found = await load();
    listening ??= found.onDidChange((uris) =>
      changed.fire(uris.map((uri) => ({ type: vscode.FileChangeType.Changed, uri }))),
    );
    return found;
  };
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    watch: () => new vscode.Disposable(() => {}),
    stat: async (uri) => {
      const found = await files();
      const { File } = vscode.FileType;
      return { type: File, ctime: 0, mtime: found.changed(uri), size: found.read(uri).byteLength };
    },
    readFile: async (uri) => (await files()).read(uri),
    writeFile: async (uri, content) => {
      const found = await files();
      if (!found.write) return refuse();
      await found.write(uri, content);
    },
    readDirectory: () => [],
    ...{ createDirectory: refuse, delete: refuse, rename: refuse },
  };
  const registered = vscode.workspace.registerFileSystemProvider(scheme, provider, {
    isReadonly,
    isCaseSensitive: true,
  });
  return new vscode.Disposable(() => {
    for (const part of [registered, changed, listening]) part?.dispose();
  });
}
