import { spawn, spawnSync } from 'node:child_process';
import { stopGroup } from './runProcess.ts';

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

const COMMAND = process.platform === 'win32' ? 'code.cmd' : 'code';

/** Opens a window of the `code` on PATH in a profile of its own. Throws with words where there is none. */
export async function startDesktop(options: DesktopOptions): Promise<DesktopEditor> {
  const profile = ['--user-data-dir', options.userDataDir, '--extensions-dir', options.extensionsDir];
  const shell = process.platform === 'win32';
  const installed = spawnSync(COMMAND, [...profile, '--force', '--install-extension', options.vsix], {
    encoding: 'utf8',
    shell,
  });
  if (installed.error !== undefined) {
    throw new Error(
      'There is no "code" command on PATH. In VS Code run "Shell Command: Install \'code\' command in PATH", ' +
        'or use "npm start" without --desktop.',
    );
  }
  if (installed.status !== 0) throw new Error(`VS Code did not take the extension:\n${installed.stderr}`);
  const child = spawn(COMMAND, [...profile, '--new-window', '--wait', '--disable-workspace-trust', options.folder], {
    stdio: 'ignore',
    shell,
    detached: !shell,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return { ended, close: () => stopGroup(child) };
}
