import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startDemo } from '../src/demo/startDemo.ts';
import { startEditor, writeSettings } from './codeServer/startEditor.ts';
import { installCodeServer } from './codeServer/install.ts';
import { packageExtension } from './package.ts';
import { requireDesktop, startDesktop } from './support/desktopEditor.ts';
import { demoSettings } from './support/demoSettings.ts';
import { CACHE } from './support/paths.ts';
import { runScript } from './support/runScript.ts';
import { untilStopped } from './support/untilStopped.ts';

/** npm start [-- --desktop] [-- --keep] [-- --port PORT]; with `--keep` the next start finds the same profile and demo. */
const { values: options } = parseArgs({
  options: { desktop: { type: 'boolean' }, keep: { type: 'boolean' }, port: { type: 'string' } },
});
const home = options.keep === true ? path.join(CACHE, 'start') : await mkdtemp(path.join(tmpdir(), 'incident-desk-'));
const demoFolder = path.join(home, 'demo');
const profile = {
  folder: path.join(home, 'on-call'),
  userDataDir: path.join(home, 'data'),
  extensionsDir: path.join(home, 'extensions'),
};
const READY = 'Incident Desk is ready:';
const WELCOME = `# Incident Desk

Click its icon in the activity bar, then "Sign In". The stand-in for Okta lets you choose Erin, who may read and
write, or Victor, who may only read.
`;

async function prepareProfile(): Promise<string> {
  await mkdir(profile.folder, { recursive: true });
  await writeFile(path.join(profile.folder, 'README.md'), WELCOME);
  console.error('Building and packaging the extension …');
  return packageExtension();
}

async function startInBrowser(stopped: Promise<void>): Promise<void> {
  await installCodeServer();
  const vsix = await prepareProfile();
  console.error('Starting VS Code …');
  const editor = await startEditor({ ...profile, vsix, port: Number(options.port ?? 0) });
  try {
    const demo = await startDemo({ directory: demoFolder, relayTargets: [editor.origin], log: console.error });
    try {
      await writeSettings(profile.userDataDir, demoSettings(demo.info, { relay: true }));
      console.log(`${READY} open ${editor.url} (Ctrl-C stops it)`);
      const end = await Promise.race([stopped, editor.ended.then(() => 'editor')]);
      if (end === 'editor') throw new Error(`VS Code ended by itself:\n${editor.output()}`);
    } finally {
      await demo.close();
    }
  } finally {
    await editor.close();
  }
}

async function startOnDesktop(stopped: Promise<void>): Promise<void> {
  requireDesktop();
  const vsix = await prepareProfile();
  const demo = await startDemo({ directory: demoFolder, log: console.error });
  try {
    await writeSettings(profile.userDataDir, demoSettings(demo.info, { relay: false }));
    const editor = await startDesktop({ ...profile, vsix });
    console.log(`${READY} see the window of VS Code (closing it or Ctrl-C stops the demo)`);
    await Promise.race([stopped, editor.ended]);
    await editor.close();
  } finally {
    await demo.close();
  }
}

await runScript(async () => {
  const stopped = untilStopped();
  await (options.desktop === true ? startOnDesktop(stopped) : startInBrowser(stopped));
});
if (options.keep !== true) await rm(home, { recursive: true, force: true });
if (process.connected) process.disconnect();
