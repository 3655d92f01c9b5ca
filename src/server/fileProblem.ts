import * as z from 'zod';
import { asError } from './asError.ts';

const codeSchema = z.object({ code: z.string() });
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be used by the user that runs this',
  EPERM: 'may not be used by the user that runs this',
  EROFS: 'is on a disk that cannot be written',
};

/** Why a file cannot be used, in words that follow its path. */
export function fileProblem(error: unknown): string {
  const { data } = codeSchema.safeParse(error);
  return (data && WORDS[data.code]) ?? `cannot be used: ${asError(error).message}`;
}
