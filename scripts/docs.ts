import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ENVIRONMENT_TABLES } from './support/environmentTable.ts';
import { fillBetween, fillTables } from './support/manifestTables.ts';
import { ROOT } from './support/paths.ts';

const README = path.join(ROOT, 'README.md');
const DEPLOY = path.join(ROOT, 'src/server/deploy/README.md');

/** The README with its tables of commands and settings made anew from `package.json` and `package.nls.json`. */
async function freshReadme(): Promise<string> {
  const read = (name: string) => readFile(path.join(ROOT, name), 'utf8');
  const filled = fillTables({
    readme: await read('README.md'),
    manifest: JSON.parse(await read('package.json')),
    words: JSON.parse(await read('package.nls.json')),
  });
  return tidy(filled);
}

/** What is said of running the server, with its tables of variables made anew from the schemas of the environment. */
async function freshDeployment(): Promise<string> {
  let text = await readFile(DEPLOY, 'utf8');
  for (const [place, table] of Object.entries(ENVIRONMENT_TABLES)) text = fillBetween(text, place, table());
  return tidy(text);
}

async function tidy(markdown: string): Promise<string> {
  return format(markdown, { ...(await resolveConfig(README)), parser: 'markdown' });
}

for (const [file, fresh] of [
  [README, await freshReadme()],
  [DEPLOY, await freshDeployment()],
] as const) {
  if (!process.argv.includes('--check')) await writeFile(file, fresh);
  else if (fresh !== (await readFile(file, 'utf8'))) {
    console.error(`The tables of ${path.relative(ROOT, file)} are not those of the sources: run "npm run docs".`);
    process.exitCode = 1;
  }
}
