import { statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as z from 'zod/mini';
import { editorContext, editorModule } from './editor.ts';
import type { Activation } from './activation.ts';

// node activateOnce.ts FILE: imports the extension, activates it and tells its parent what that took.
const EDITOR = 'stand-in:vscode';
const extensionSchema = z.object({
  activate: z.custom<(context: object) => unknown>((it) => typeof it === 'function'),
});

const file = process.argv[2] ?? '';
const url = pathToFileURL(file).href;
const source = editorModule('incidentDeskBenchEditor');
const read: string[] = [];
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode' ? { url: EDITOR, format: 'module', shortCircuit: true } : next(specifier, context),
  load: (address, context, next) => {
    if (address === EDITOR) return { format: 'module', source, shortCircuit: true };
    if (address.startsWith('file:')) read.push(address);
    return next(address, context);
  },
});
// VS Code has its API loaded before any extension.
await import(EDITOR);
const context = editorContext(path.dirname(file));

const started = performance.now();
const { activate } = extensionSchema.parse(await import(url));
const activated = activate(context);
const milliseconds = performance.now() - started;
const files = read.map((address) => fileURLToPath(address));
await activated;

const bytes = files.reduce((sum, each) => sum + statSync(each).size, 0);
process.send?.({ milliseconds, bytes, files: files.length } satisfies Activation, () => process.exit());
