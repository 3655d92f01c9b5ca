import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { freePort } from '../../../../src/demo/freePort.ts';
import { copyBinaries } from './binaries.ts';

/** PostgreSQL refuses to run as root: then it runs as nobody, who needs no account for that. */
const NOBODY = 65_534;
const runAs = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
const READY = 'database system is ready to accept connections';

/** A PostgreSQL of its own on loopback. */
export interface Postgres {
  /** Makes an empty database, or a copy of another, and gives its address. */
  createDatabase(template?: string): Promise<string>;
  /** Runs SQL as its administrator. */
  query(text: string): Promise<void>;
  stop(): Promise<void>;
}

async function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(program, args, { ...runAs, cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`${path.basename(program)} failed: ${errors}`);
}

async function untilReady(child: ChildProcess): Promise<void> {
  let said = '';
  const gone = once(child, 'exit').then(() => {
    throw new Error(`PostgreSQL did not start: ${said}`);
  });
  const ready = new Promise<void>((resolve) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes(READY)) resolve();
    });
  });
  await Promise.race([ready, gone]);
  gone.catch(() => undefined);
}

async function startIn(
  folder: string,
  isDurable: boolean,
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  // Whoever it runs as must be able to pass.
  await chmod(folder, 0o755);
  const data = path.join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  if (runAs.uid !== undefined) await chown(data, runAs.uid, runAs.gid);
  const { initdb, postgres } = await copyBinaries(folder);
  const options = ['--auth=trust', '--username=postgres', '--encoding=UTF8', '--no-locale', '--no-sync'];
  await run(initdb, [`--pgdata=${data}`, ...options], folder);
  const port = await freePort(undefined);
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'];
  // Whoever kills neither PostgreSQL nor the machine need not wait for the disk.
  if (!isDurable) settings.push('fsync=off');
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn(postgres, args, { ...runAs, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  process.once('exit', () => child.kill('SIGKILL'));
  await untilReady(child);
  return { child, port };
}

/**
 * Starts PostgreSQL on a free port with its data in a folder for the while. Needs no account and no installation.
 * `isDurable` says whether it waits for the disk.
 */
export async function startPostgres({ isDurable = true } = {}): Promise<Postgres> {
  const folder = await mkdtemp(path.join(tmpdir(), 'incident-desk-postgres-'));
  try {
    const { child, port } = await startIn(folder, isDurable);
    const address = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`;
    let made = 0;
    const query = async (text: string): Promise<void> => {
      const client = new pg.Client(address('postgres'));
      await client.connect();
      await client.query(text).finally(() => client.end());
    };
    return {
      query,
      async createDatabase(template = 'template0') {
        made += 1;
        const name = `incidents_${made}`;
        const from = URL.canParse(template) ? new URL(template).pathname.slice(1) : template;
        await query(`create database ${name} template ${from}`);
        return address(name);
      },
      async stop() {
        // At once, without writing down what is deleted now anyway.
        const gone = once(child, 'exit');
        const isRunning = child.exitCode === null && child.signalCode === null;
        if (isRunning && child.kill('SIGQUIT')) await gone;
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
