import { copyFile, cp, mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildTests } from '../build.ts';
import { chromiumPath } from '../chromium.ts';
import { startEditor } from '../codeServer/startEditor.ts';
import { exitOnSignals } from '../support/exitOnSignals.ts';
import { launchChromium } from '../support/launchChromium.ts';
import { type Counts, NO_COUNTS, withFailure } from '../support/counts.ts';
import { OUT, ROOT, vsixPath } from '../support/paths.ts';
import { unpackVsix } from '../support/readZip.ts';
import { receiveReports } from './reportReceiver.ts';

const SUITE_LIMIT_MS = 20 * 60_000;
/** The suites' entry, as `buildTests` writes it. */
export const TESTS_ENTRY = path.join(OUT, 'test/extension/index.cjs');

/** An extension that brings a language model, as `prepareExtensionTests` leaves it. */
export const LANGUAGE_MODEL = path.join(OUT, 'test/languageModel');

async function completeLanguageModel(): Promise<void> {
  const manifest = path.join(ROOT, 'test/extension/languageModel/manifest.json');
  await copyFile(manifest, path.join(LANGUAGE_MODEL, 'package.json'));
}

/** Puts the extension that brings a language model into a folder of extensions, once the tests are built. */
export async function installLanguageModel(extensionsDir: string): Promise<void> {
  await completeLanguageModel();
  await cp(LANGUAGE_MODEL, path.join(extensionsDir, 'incident-desk-test.language-model-1.0.0'), { recursive: true });
}

/** The packaged extension, unpacked, and the suites that run in it: what an extension test host is pointed at. */
export async function prepareExtensionTests(): Promise<string> {
  const unpacked = path.join(OUT, 'test/unpacked');
  await rm(unpacked, { recursive: true, force: true });
  unpackVsix(vsixPath(), unpacked);
  await buildTests();
  await completeLanguageModel();
  return unpacked;
}

/** Runs the suites of `test/extension` in the extension host of the browser-hosted VS Code. */
export async function runExtensionSuite(): Promise<Counts> {
  const unpacked = await prepareExtensionTests();
  const executablePath = await chromiumPath();
  const profile = await mkdtemp(path.join(tmpdir(), 'incident-desk-extension-'));
  const folder = path.join(profile, 'workspace');
  await mkdir(folder);
  const extensionsDir = path.join(profile, 'extensions');
  await installLanguageModel(extensionsDir);
  const reports = await receiveReports();
  const letSignalsBe = exitOnSignals();
  const editor = await startEditor({
    folder,
    userDataDir: path.join(profile, 'data'),
    extensionsDir,
    settings: { 'workbench.startupEditor': 'none' },
    smokeTestDriver: true,
    env: { INCIDENT_DESK_REPORT: reports.url },
  });
  const browser = await launchChromium(executablePath);
  try {
    const page = await browser.newPage();
    const remote = (file: string) => `vscode-remote://${new URL(editor.origin).host}${file}`;
    const payload = [
      ['extensionDevelopmentPath', remote(unpacked)],
      ['extensionTestsPath', remote(TESTS_ENTRY)],
    ];
    await page.goto(`${editor.url}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    const counts = await reports.counts(SUITE_LIMIT_MS);
    if (counts !== undefined) return counts;
    const problem = `the suite did not end within ${SUITE_LIMIT_MS / 60_000} minutes`;
    console.log(`  ✘ ${problem}\n${editor.output()}`);
    return withFailure(NO_COUNTS, `✘ extension: ${problem}`);
  } finally {
    await browser.close();
    await editor.close();
    reports.close();
    letSignalsBe();
    await rm(profile, { recursive: true, force: true });
  }
}
