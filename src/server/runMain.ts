import { asError } from './asError.ts';
import { behindProxy, proxyVariables, readProxySettings } from './config/proxySettings.ts';
import { readImportConfig } from './config/importSettings.ts';
import { readArguments } from './config/readArguments.ts';
import { readConfig, unknownVariables } from './config/readConfig.ts';
import { startWarnings } from './config/startWarnings.ts';
import { USAGE } from './config/usage.ts';
import { StartFailure } from './operation/startFailure.ts';

function fail(lines: readonly string[], what = 'cannot start'): never {
  process.stderr.write(`Incident Desk server ${what}:\n${lines.map((line) => `  - ${line}\n`).join('')}`);
  process.exit(1);
}

/** Imports incidents in place of serving them. */
async function importAndExit(file: string): Promise<never> {
  try {
    const { importFile } = await import('./import/importFile.ts');
    process.stdout.write(`${await importFile(file, readImportConfig(process.env))}\n`);
    process.exit(0);
  } catch (error) {
    const { name, message } = asError(error);
    const isStored = name === 'UnrecordedImport';
    fail([message], isStored ? 'imported the file, but did not keep it in the audit log' : 'imported nothing');
  }
}

const asked = readArguments(process.argv.slice(2));
if ('problem' in asked) {
  process.stderr.write(`Incident Desk server: ${asked.problem}\nWith --help it says what it takes.\n`);
  process.exit(2);
}
if (asked.task === 'help') {
  process.stdout.write(USAGE);
  process.exit(0);
}
const unknown = unknownVariables(process.env, Object.keys(proxyVariables.shape));
for (const warning of unknown) process.stderr.write(`Incident Desk server: ${warning}\n`);
if (asked.task === 'import') await importAndExit(asked.file);
const proxy = readProxySettings(process.env);
const result = readConfig(proxy === undefined ? process.env : behindProxy(process.env));
const warnings = startWarnings(process.env);
const problems: string[] = [];
for (const read of [result, proxy]) if (read !== undefined && 'problems' in read) problems.push(...read.problems);
if ('problems' in result || problems.length > 0) {
  for (const warning of warnings) process.stderr.write(`Incident Desk server: ${warning}\n`);
  fail(problems);
}

try {
  const { runServer } = await import('./operation/runServer.ts');
  const { reload, close } = await runServer(
    result.config,
    proxy !== undefined && 'settings' in proxy ? proxy.settings : undefined,
    warnings,
  );
  const stop = (): void => {
    // A second signal ends the process at once.
    process.off('SIGINT', stop).off('SIGTERM', stop);
    close().then(
      () => process.exit(0),
      (error: unknown) => fail([asError(error).message], 'failed as it stopped'),
    );
  };
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', reload);
} catch (error) {
  if (error instanceof StartFailure) fail(error.problems);
  const places =
    'MCP_SERVER_HOST, MCP_SERVER_PORT, INCIDENTS_DB and DATABASE_URL say where it listens and keeps incidents';
  fail([`${asError(error).message} (${places})`]);
}
