import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

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

/** The values of VS Code's API, by its types: what an extension can name. */
function namesOfApi(): readonly string[] {
  const types = readFileSync(fileURLToPath(import.meta.resolve('@types/vscode/index.d.ts')), 'utf8');
  const named = types.matchAll(/^\s{1,4}export (?:abstract )?(?:class|enum|namespace|function|const) (\w+)/gm);
  return [...new Set(Array.from(named, ([, name = '']) => name))];
}

/** Text of a module that stands in for `vscode`; it finds the stand-in under this key of the global object. */
export function editorModule(key: string): string {
  Reflect.set(globalThis, key, nothing);
  return namesOfApi()
    .map((name) => `export const ${name} = globalThis[${JSON.stringify(key)}];`)
    .join('\n');
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
