import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Desk } from './desk.ts';

/** Every log file of VS Code and the extension, by its path. */
export async function logFiles({ userDataDir }: Pick<Desk, 'userDataDir'>): Promise<ReadonlyMap<string, string>> {
  const folder = path.join(userDataDir, 'logs');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.log'));
  const read = async (name: string) => [name, await readFile(path.join(folder, name), 'utf8')] as const;
  return new Map(await Promise.all(names.map(read)));
}
