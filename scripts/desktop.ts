import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { packageExtension } from './package.ts';
import { ROOT } from './support/paths.ts';
import { LANGUAGE_MODEL, TESTS_ENTRY, prepareExtensionTests } from './testing/extensionSuite.ts';
import { receiveReports } from './testing/reportReceiver.ts';

const REPORT_LIMIT_MS = 10_000;

/** The desktop VS Code to test with: `VSCODE_PATH`, or the newest one, downloaded; undefined where it cannot be. */
async function vscodePath(): Promise<string | undefined> {
  const named = process.env['VSCODE_PATH'];
  if (named !== undefined) return named;
  try {
    return await downloadAndUnzipVSCode({ cachePath: path.join(ROOT, '.vscode-test') });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(
      `VS Code cannot be downloaded here (${reason}).\n` +
        'Run this where update.code.visualstudio.com can be reached, or set VSCODE_PATH to a VS Code that is installed. ' +
        '"npm test -- extension" runs the same suites in the browser-hosted VS Code.',
    );
    return undefined;
  }
}

async function runInDesktop(vscodeExecutablePath: string): Promise<boolean> {
  await packageExtension();
  const extensionDevelopmentPath = await prepareExtensionTests();
  const profile = await mkdtemp(path.join(tmpdir(), 'incident-desk-desktop-'));
  const folder = path.join(profile, 'workspace');
  await mkdir(folder);
  const reports = await receiveReports();
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: [extensionDevelopmentPath, LANGUAGE_MODEL],
      extensionTestsPath: TESTS_ENTRY,
      extensionTestsEnv: { INCIDENT_DESK_REPORT: reports.url },
      launchArgs: [
        folder,
        '--user-data-dir',
        profile,
        '--disable-workspace-trust',
        '--skip-welcome',
        '--skip-release-notes',
      ],
    }).catch((error: unknown) => console.error(error instanceof Error ? error.message : error));
    const counts = await reports.counts(REPORT_LIMIT_MS);
    if (counts === undefined) return false;
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    return counts.failed === 0 && counts.passed > 0;
  } finally {
    reports.close();
    await rm(profile, { recursive: true, force: true });
  }
}

const executable = await vscodePath();
const succeeded = executable !== undefined && (await runInDesktop(executable));
process.exitCode = succeeded ? 0 : 1;
