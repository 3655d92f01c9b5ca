// Runs `scripts/<command>.ts` on the Node 24 that the project installs; the only script for whatever Node is on PATH.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const LOWEST_NODE = 20;
const INSTALL_LIMIT_MS = 15 * 60_000;
const PARENT_WATCH_MS = 500;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const nodeBinary = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
const stamp = path.join(root, 'node_modules/.installed');
const installLock = path.join(root, '.cache/install.lock');

function fail(message) {
  console.error(message);
  process.exit(1);
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
}

function isInstalled() {
  return existsSync(nodeBinary) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Takes the lock of one installing process; a lock whose owner is gone is taken over. */
async function withInstallLock(install) {
  mkdirSync(path.dirname(installLock), { recursive: true });
  const deadline = Date.now() + INSTALL_LIMIT_MS;
  for (;;) {
    try {
      writeFileSync(installLock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = Number(readFileSync(installLock, { encoding: 'utf8', flag: 'a+' }));
    if (owner > 0 && !isAlive(owner)) rmSync(installLock, { force: true });
    else if (Date.now() > deadline)
      fail(`Another installation does not end. If none is running, delete ${installLock}.`);
    else await new Promise((resolve) => setTimeout(resolve, 250));
  }
  try {
    install();
  } finally {
    rmSync(installLock, { force: true });
  }
}

function installDependencies() {
  if (isInstalled()) return;
  console.error('Installing dependencies (npm ci) …');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 2, 2], timeout: INSTALL_LIMIT_MS };
  const done =
    npm && existsSync(npm)
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (done.status !== 0) fail('npm ci failed: see above. Is the package registry reachable?');
  if (!existsSync(nodeBinary)) {
    fail(
      'The package "node" did not install its binary: its install script must be allowed to run (npm install-scripts).',
    );
  }
  writeFileSync(stamp, lockHash());
}

function run(script, args) {
  const child = spawn(nodeBinary, [script, ...args], { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm ends its shell and not what runs in it: whoever lost its parent was told to end.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, PARENT_WATCH_MS);
  child.on('error', (error) => fail(`Cannot run ${nodeBinary}: ${error.message}`));
  child.on('exit', (code, signal) => {
    clearInterval(watch);
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}

if (Number(process.versions.node.split('.')[0]) < LOWEST_NODE) {
  fail(`Node ${LOWEST_NODE} or newer is needed to start; this is ${process.version}.`);
}
const [command, ...args] = process.argv.slice(2);
const script = path.join(root, 'scripts', `${command}.ts`);
if (command === undefined || !existsSync(script)) {
  const known = readdirSync(path.join(root, 'scripts')).filter((name) => name.endsWith('.ts'));
  fail(
    `Usage: node scripts/bootstrap.mjs <command> [arguments]; commands: ${known.map((name) => name.slice(0, -3)).join(', ')}`,
  );
}
await withInstallLock(installDependencies);
run(script, args);
