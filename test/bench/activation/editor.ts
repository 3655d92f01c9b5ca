/**
 * Something that can be called, built and looked into without end, and does nothing: a stand-in for all of VS Code's
 * API, since what is measured is our own code alone.
 */
const nothing: object = new Proxy(function constructed() {}, {
  get: (_, name) => {
    // No promise, and an empty text.
    if (name === 'then') return undefined;
    return name === Symbol.toPrimitive ? () => '' : nothing;
  },
  apply: () => nothing,
  construct: () => nothing,
});

/** The parts of the API that extensions name. */
const NAMES = [
  ...['authentication', 'chat', 'commands', 'comments', 'debug', 'env', 'extensions', 'interactive', 'l10n'],
  ...['languages', 'lm', 'notebooks', 'scm', 'tasks', 'tests', 'window', 'workspace'],
  ...['CancellationError', 'CancellationTokenSource', 'ConfigurationTarget', 'Disposable', 'EventEmitter'],
  ...['ExtensionKind', 'MarkdownString', 'Position', 'ProgressLocation', 'QuickPickItemKind', 'Range', 'Selection'],
  ...[
    'StatusBarAlignment',
    'TabInputText',
    'ThemeColor',
    'ThemeIcon',
    'TreeItem',
    'TreeItemCollapsibleState',
    'UIKind',
  ],
  ...['Uri', 'ViewColumn'],
];

/** Text of a module that stands in for `vscode`; it finds the stand-in under this key of the global object. */
export function editorModule(key: string): string {
  Reflect.set(globalThis, key, nothing);
  return NAMES.map((name) => `export const ${name} = globalThis[${JSON.stringify(key)}];`).join('\n');
}

/** A stand-in for what `activate()` is given: real folders, and nothing in its memories. */
export function editorContext(folder: string): object {
  const known = {
    subscriptions: [],
    extensionUri: { fsPath: folder },
    globalStorageUri: { fsPath: folder },
    extension: { packageJSON: { version: '0.0.0' } },
  };
  return new Proxy(known, { get: (target, name): unknown => Reflect.get(target, name) ?? nothing });
}
