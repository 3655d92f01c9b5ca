import { asError } from './asError.ts';
import { readConfig } from './config.ts';
import { behindProxy, readProxySettings } from './config/proxySettings.ts';
import type { ServerConfig } from './startServer.ts';
import { startServer } from './startServer.ts';

function fail(lines: readonly string[]): never {
  process.stderr.write(`Incident Desk server cannot start:\n${lines.map((line) => `  - ${line}\n`).join('')}`);
  process.exit(1);
}

const proxy = readProxySettings(process.env);
const result = readConfig(proxy === undefined ? process.env : behindProxy(process.env));
const problems: string[] = [];
for (const read of [result, proxy]) if (read !== undefined && 'problems' in read) problems.push(...read.problems);
if ('problems' in result || problems.length > 0) fail(problems);

const withProxy: Pick<ServerConfig, 'proxy'> =
  proxy !== undefined && 'settings' in proxy
    ? { proxy: async (around) => (await import('./proxy/createProxy.ts')).createProxy(proxy.settings, around) }
    : {};
const { config } = result;
try {
  const server = await startServer({ ...config, ...withProxy, log: (line) => process.stdout.write(`${line}\n`) });
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
