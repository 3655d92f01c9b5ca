import { spawn } from 'node:child_process';
import path from 'node:path';
import { build } from './build.ts';
import { DIST } from './support/paths.ts';

/** Runs the incident server as it ships, with this environment and these arguments, until it is told to stop. */
await build({ production: false });
const server = spawn(process.execPath, [path.join(DIST, 'server.js'), ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
