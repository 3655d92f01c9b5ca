import * as vscode from 'vscode';

/** Documents of a scheme of ours. Failures are `vscode.FileSystemError`s. */
export interface HeldFiles {
  read(uri: vscode.Uri): Uint8Array | Promise<Uint8Array>;
  /** When the file was last written, in milliseconds since 1970. */
  changed(uri: vscode.Uri): number | Promise<number>;
  /** Absent where nobody may write. */
  write?(uri: vscode.Uri, content: Uint8Array): Promise<void>;
  /** Called for as long as an editor shows the file; absent where nobody else changes it. */
  watch?(uri: vscode.Uri): vscode.Disposable;
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
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    watch: (uri) => watchLater(files, uri),
    stat: async (uri) => {
      const found = await files();
      const { byteLength: size } = await found.read(uri);
      return { type: vscode.FileType.File, ctime: 0, mtime: await found.changed(uri), size };
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

/** The editor asks for this at once, when the files may be loading still; what fails then is told where they are read. */
function watchLater(files: () => Promise<HeldFiles>, uri: vscode.Uri): vscode.Disposable {
  let watching: vscode.Disposable | undefined;
  let isOver = false;
  void files().then(
    (found) => {
      if (!isOver) watching = found.watch?.(uri);
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
