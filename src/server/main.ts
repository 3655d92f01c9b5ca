import { asError } from './asError.ts';
import { readConfig, unknownVariables } from './config/readConfig.ts';
import { startServer } from './startServer.ts';

function fail(lines: readonly string[]): never {
  process.stderr.write(`Incident Desk server cannot start:\n${lines.map((line) => `  - ${line}\n`).join('')}`);
  process.exit(1);
}

for (const warning of unknownVariables(process.env)) process.stderr.write(`Incident Desk server: ${warning}\n`);
const result = readConfig(process.env);
if ('problems' in result) fail(result.problems);

const { config } = result;
try {
  const server = await startServer({ ...config, log: (line) => process.stdout.write(`${line}\n`) });
  process.stdout.write(`Incident Desk server at ${server.url}, tokens of ${config.issuer}\n`);
  const stop = (): void => {
    // A second signal ends the process at once.
    process.off('SIGINT', stop).off('SIGTERM', stop);
    server.close().catch((error: unknown) => fail([error instanceof Error ? error.message : 'it did not close']));
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
} catch (error) {
  const reason = asError(error).message;
  fail([`${reason} (MCP_SERVER_HOST, MCP_SERVER_PORT and INCIDENTS_DB say where it listens and keeps incidents)`]);
}
