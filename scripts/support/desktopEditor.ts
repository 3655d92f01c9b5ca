import { spawn, spawnSync } from 'node:child_process';
import { runProcess, stopGroup } from './runProcess.ts';

/** Folders of a desktop VS Code's profile, and the VSIX to install there. */
export interface DesktopOptions {
  readonly folder: string;
  readonly userDataDir: string;
  readonly extensionsDir: string;
  readonly vsix: string;
}

/** A window of the desktop's VS Code. */
export interface DesktopEditor {
  /** Settles when the window is closed. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** On Windows `code` is a batch file, which only a shell runs. */
const SHELL = process.platform === 'win32';
const COMMAND = SHELL ? 'code.cmd' : 'code';

/** Throws with words where there is no `code` on PATH. */
export function requireDesktop(): void {
  if (spawnSync(COMMAND, ['--version'], { shell: SHELL }).status === 0) return;
  throw new Error(
    'There is no "code" command on PATH. In VS Code run "Shell Command: Install \'code\' command in PATH", ' +
      'or use "npm start" without --desktop.',
  );
}

/** Opens a window of the `code` on PATH in a profile of its own. Throws when the VSIX cannot be installed there. */
export async function startDesktop(options: DesktopOptions): Promise<DesktopEditor> {
  const profile = ['--user-data-dir', options.userDataDir, '--extensions-dir', options.extensionsDir];
  const install = [...profile, '--force', '--install-extension', options.vsix];
  const installed = await runProcess(COMMAND, install, { output: 'keep' });
  if (installed.code !== 0) throw new Error(`VS Code did not take the extension:\n${installed.output}`);
  const child = spawn(COMMAND, [...profile, '--new-window', '--wait', '--disable-workspace-trust', options.folder], {
    stdio: 'ignore',
    shell: SHELL,
    detached: !SHELL,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return { ended, close: () => stopGroup(child) };
}
