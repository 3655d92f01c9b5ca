import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { ROOT } from './support/paths.ts';
import { shownStrings } from './support/shownStrings.ts';

/** Languages there is a translation for, beside English. */
const LANGUAGES = ['de'];

const wordsSchema = z.record(z.string(), z.string());

async function read(file: string): Promise<Readonly<Record<string, string>>> {
  return wordsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** The translation without what is no longer said, in order, and with an empty text for what it lacks. */
async function follow(file: string, keys: readonly string[]): Promise<number> {
  const known = await read(file);
  const next = Object.fromEntries(keys.map((key) => [key, known[key] ?? '']));
  await writeFile(file, `${JSON.stringify(next, undefined, 2)}\n`);
  return Object.values(next).filter((text) => text === '').length;
}

const words = Object.keys(await read(path.join(ROOT, 'package.nls.json')));
for (const language of LANGUAGES) {
  const lacking =
    (await follow(path.join(ROOT, `l10n/bundle.l10n.${language}.json`), shownStrings())) +
    (await follow(path.join(ROOT, `package.nls.${language}.json`), words));
  console.log(lacking === 0 ? `${language}: complete` : `${language}: ${lacking} empty texts to translate`);
}
