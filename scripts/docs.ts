import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { fillTables } from './support/manifestTables.ts';
import { ROOT } from './support/paths.ts';

const README = path.join(ROOT, 'README.md');

/** The README with its tables of commands and settings made anew from `package.json` and `package.nls.json`. */
async function freshReadme(): Promise<string> {
  const read = (name: string) => readFile(path.join(ROOT, name), 'utf8');
  const filled = fillTables({
    readme: await read('README.md'),
    manifest: JSON.parse(await read('package.json')),
    words: JSON.parse(await read('package.nls.json')),
  });
  return format(filled, { ...(await resolveConfig(README)), parser: 'markdown' });
}

const fresh = await freshReadme();
if (!process.argv.includes('--check')) await writeFile(README, fresh);
else if (fresh !== (await readFile(README, 'utf8'))) {
  console.error('The tables of README.md are not those of package.json: run "npm run docs".');
  process.exitCode = 1;
}
