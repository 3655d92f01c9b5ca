import { parseArgs } from 'node:util';
import { asError } from './asError.ts';
import { readConfig } from './config.ts';
import { readStoreConfig } from './config/storeSettings.ts';
import { importFile } from './import/importFile.ts';
import { startServer } from './startServer.ts';
import { openStoreDatabase } from './store/openStoreDatabase.ts';

function fail(lines: readonly string[]): never {
  process.stderr.write(`Incident Desk server cannot start:\n${lines.map((line) => `  - ${line}\n`).join('')}`);
  process.exit(1);
}

/** With `--import FILE` incidents are imported, and nothing is served. */
async function importAndExit(): Promise<void> {
  try {
    const { values } = parseArgs({ options: { import: { type: 'string' } } });
    if (values.import === undefined) return;
    process.stdout.write(`${await importFile(values.import, readStoreConfig(process.env))}\n`);
    process.exit(0);
  } catch (error) {
    fail([asError(error).message]);
  }
}

await importAndExit();
const result = readConfig(process.env);
if ('problems' in result) fail(result.problems);

const { config } = result;
try {
  const server = await startServer({
    ...config,
    openDatabase: (report) => openStoreDatabase(config, report),
    log: (line) => process.stdout.write(`${line}\n`),
  });
  process.stdout.write(`Incident Desk server at ${server.url}, tokens of ${config.issuer}\n`);
  const stop = (): void => {
    // A second signal ends the process at once.
    process.off('SIGINT', stop).off('SIGTERM', stop);
    server.close().catch((error: unknown) => fail([error instanceof Error ? error.message : 'it did not close']));
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
} catch (error) {
  const reason = asError(error).message;
  fail([
    `${reason} (MCP_SERVER_HOST, MCP_SERVER_PORT, INCIDENTS_DB and DATABASE_URL say where it listens and keeps incidents)`,
  ]);
}
