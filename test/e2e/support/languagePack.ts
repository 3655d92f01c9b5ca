import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const PUBLISHER = 'incident-desk-test';
const VERSION = '1.0.0';

/**
 * Has VS Code know a language without a word of its own in it: what is in that language then is an extension's.
 * VS Code reads which packs there are from a list of its own, which is otherwise filled by the installation.
 */
export async function installLanguagePack(
  languageId: string,
  extensionsDir: string,
  userDataDir: string,
): Promise<void> {
  const name = `language-pack-${languageId}`;
  const folder = path.join(extensionsDir, `${PUBLISHER}.${name}-${VERSION}`);
  const file = 'main.i18n.json';
  const translations = [{ id: 'vscode', path: `./${file}` }];
  const manifest = {
    ...{ name, publisher: PUBLISHER, version: VERSION, engines: { vscode: '*' }, categories: ['Language Packs'] },
    contributes: { localizations: [{ languageId, languageName: languageId, translations }] },
  };
  const known = {
    hash: name,
    extensions: [{ extensionIdentifier: { id: `${PUBLISHER}.${name}` }, version: VERSION }],
    translations: { vscode: path.join(folder, file) },
    label: languageId,
  };
  await Promise.all([folder, userDataDir].map((one) => mkdir(one, { recursive: true })));
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(path.join(folder, file), JSON.stringify({ version: VERSION, contents: {} }));
  await writeFile(path.join(userDataDir, 'languagepacks.json'), JSON.stringify({ [languageId]: known }));
}
