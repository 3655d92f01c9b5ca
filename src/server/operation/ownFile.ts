import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileProblem } from '../fileProblem.ts';
import { StartFailure } from './startFailure.ts';

/** Sees that the folder of `file` is there: it is not made, since its path may be misspelt. @throws StartFailure */
export function requireFolder(variable: string, file: string): void {
  const folder = path.dirname(path.resolve(file));
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new StartFailure(`${variable}: the folder ${folder} does not exist; make it, or correct the path`);
}

/**
 * Makes a file that its owner alone may read, where there is none; gives whether there is nothing in it yet.
 * @throws StartFailure
 */
export function ownFile(variable: string, file: string): boolean {
  requireFolder(variable, file);
  try {
    const opened = openSync(file, 'a', 0o600);
    const isNew = fstatSync(opened).size === 0;
    closeSync(opened);
    return isNew;
  } catch (error) {
    throw new StartFailure(`${variable}: ${path.resolve(file)} ${fileProblem(error)}`, { cause: error });
  }
}
