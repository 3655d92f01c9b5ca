import { rmSync, statSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DemoFolder } from './demoFolder.ts';
import { releaseLock } from './demoLock.ts';
import { CHECK_EVERY_MS, createHeartbeatWatch } from './heartbeatWatch.ts';
import { joinOrLock } from './joinDemo.ts';

const USAGE = `node demo.js --directory DIR [--relay-target ORIGIN]… [--registration-token TOKEN] [--keep-running]

Starts the local demo of Incident Desk: a stand-in for Okta and an incident server with samples, on loopback. Prints one
line of JSON when it is ready. Ends on Ctrl-C, or when nobody touches DIR/heartbeat for two minutes (not with
--keep-running). Where one runs for DIR already, its line is printed. Who has TOKEN may register applications at the
stand-in as at Okta (Authorization: SSWS TOKEN); without one nobody may.`;

interface Arguments {
  readonly directory: string;
  readonly relayTargets: readonly string[];
  readonly registrationToken?: string;
  readonly keepRunning: boolean;
}

function readArguments(): Arguments | undefined {
  const { values } = parseArgs({
    options: {
      directory: { type: 'string' },
      'relay-target': { type: 'string', multiple: true },
      'registration-token': { type: 'string' },
      'keep-running': { type: 'boolean' },
    },
  });
  if (values.directory === undefined) return undefined;
  const registrationToken = values['registration-token'];
  return {
    directory: values.directory,
    relayTargets: values['relay-target'] ?? [],
    keepRunning: values['keep-running'] ?? false,
    ...(registrationToken !== undefined && { registrationToken }),
  };
}

function touchedAt(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

/** Waits for a signal, or until nobody wants the demo any more. */
async function untilEnd(heartbeat: string, keepRunning: boolean): Promise<void> {
  const isOver = createHeartbeatWatch(Date.now, () => touchedAt(heartbeat));
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => resolve());
  const checks = setInterval(() => {
    if (!keepRunning && isOver()) resolve();
  }, CHECK_EVERY_MS);
  await promise;
  clearInterval(checks);
}

/** Older versions of Node have no `node:sqlite`, or hide it behind a flag. */
async function hasSqlite(): Promise<boolean> {
  try {
    await import('node:sqlite');
    return true;
  } catch {
    return false;
  }
}

async function run({ keepRunning, ...options }: Arguments): Promise<void> {
  const folder = new DemoFolder(options.directory);
  const joined = await joinOrLock(folder, options.relayTargets);
  if (joined) {
    console.log(JSON.stringify(joined));
    return;
  }
  try {
    // Loaded only here, since without `node:sqlite` the import fails already.
    const { startDemo } = await import('./startDemo.ts');
    const demo = await startDemo({ ...options, log: (line) => console.error(line) });
    writeFileSync(folder.file('heartbeat'), '', { mode: 0o600 });
    folder.keepInfo(demo.info);
    console.log(JSON.stringify(demo.info));
    await untilEnd(folder.file('heartbeat'), keepRunning);
    rmSync(folder.file('demo.json'), { force: true });
    await demo.close();
  } finally {
    releaseLock(folder.file('lock'), process.pid);
  }
}

// Who started the demo may be gone, and its pipes with it.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
process.umask(0o077);

const given = readArguments();
if (!given) {
  console.error(USAGE);
  process.exitCode = 2;
} else if (!(await hasSqlite())) {
  console.error(`The local demo needs Node 22.13 or newer for its database (node:sqlite); this is ${process.version}.`);
  process.exitCode = 3;
} else {
  try {
    await run(given);
  } catch (error) {
    console.error(`The local demo could not start: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
