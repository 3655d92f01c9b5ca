import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Has a browser-hosted VS Code write its logs, those of extensions included: the package that does it is a native
 * module, which is not compiled here. Without it VS Code keeps every line in memory, and its Output view stays empty.
 * @param codeServer folder of the installation
 */
export async function provideLogging(codeServer: string): Promise<void> {
  const folder = path.join(codeServer, 'lib/vscode/node_modules/@vscode/spdlog');
  await place(path.join(folder, 'index.js'), await readFile(path.join(import.meta.dirname, 'spdlog.mjs'), 'utf8'));
  await place(path.join(folder, 'package.json'), JSON.stringify({ type: 'module', main: 'index.js' }));
}

/** Whole at once, since another editor of the same installation may be starting. */
async function place(file: string, content: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => undefined)) === content) return;
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, content);
  await rename(draft, file);
}
