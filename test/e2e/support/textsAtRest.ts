import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';

/** Runs in the page: all that its databases and its local storage hold, as one text. */
const READ_STORAGE = `(async () => {
  const asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  for (const { name } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store);
      found.push(JSON.stringify([name, store, await asked(objects.getAllKeys()), await asked(objects.getAll())]));
    }
    database.close();
  }
  return found.join('\\n');
})()`;

/** What VS Code keeps in a browser: the state of extensions, windows and workspaces, and secrets, which it encrypts. */
export async function browserStorage(page: Page): Promise<string> {
  return page.evaluate<string>(READ_STORAGE);
}

/** The files below a folder whose name or content, in UTF-8 or UTF-16, has one of the texts. */
export async function filesWith(folder: string, texts: readonly string[]): Promise<readonly string[]> {
  const forms = texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')]);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    // Logs and locks come and go while one looks.
    const content = await readFile(file).catch(() => Buffer.alloc(0));
    if (forms.some((form) => content.includes(form) || file.includes(form.toString()))) found.push(file);
  }
  return found;
}
