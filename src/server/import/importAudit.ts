import { closeSync, constants, fchownSync, openSync, statSync, type Stats } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { fileProblem } from '../fileProblem.ts';
import { createLog } from '../operation/createLog.ts';
import { requireFolder } from '../operation/ownFile.ts';
import { StartFailure } from '../operation/startFailure.ts';
import type { Imported } from '../store/incidentStore.ts';

const VARIABLE = 'MCP_AUDIT_LOG';
const APPEND = constants.O_WRONLY | constants.O_APPEND;
const STANDARD_OUTPUT = 1;
const LINK = 'is a link in a folder of somebody else, which root does not follow; name the file itself';

/** Keeps imports where the server keeps what it does. */
export interface ImportAudit {
  /** Keeps one: who, what, when and from where. */
  readonly imported: (file: string, outcome: Imported) => void;
  close(): void;
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The user of this machine; under `sudo` also who asked for it. Some have a number alone. */
function whoImports(): { readonly user: string; readonly sudoUser?: string } {
  const { SUDO_USER: sudoUser } = process.env;
  const by = isRoot() && sudoUser ? { sudoUser } : {};
  try {
    return { user: userInfo().username, ...by };
  } catch {
    return { user: `uid ${String(process.getuid?.())}`, ...by };
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Makes a file where there is none; what root makes belongs to whom its folder belongs to, as the server may run as him. */
function openNew(file: string, folder: Stats): number | undefined {
  try {
    const opened = openSync(file, APPEND | constants.O_CREAT | constants.O_EXCL, 0o600);
    if (isRoot()) fchownSync(opened, folder.uid, folder.gid);
    return opened;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return undefined;
    throw error;
  }
}

/** Opens a file to append to it. Root follows no link in a folder of somebody else, who could lead it anywhere. */
function openToAppend(file: string): number {
  const folder = statSync(path.dirname(file));
  const noLinks = isRoot() && folder.uid !== 0 ? constants.O_NOFOLLOW : 0;
  return openNew(file, folder) ?? openSync(file, APPEND | noLinks);
}

/**
 * Opens the audit log for imports: a file, which other processes may write to meanwhile, or `-` for the standard output.
 * @throws StartFailure
 */
export function openImportAudit(target: string): ImportAudit {
  const isFile = target !== '-';
  let opened = STANDARD_OUTPUT;
  if (isFile) {
    requireFolder(VARIABLE, target);
    const file = path.resolve(target);
    try {
      opened = openToAppend(file);
    } catch (error) {
      const problem = isRoot() && hasCode(error, 'ELOOP') ? LINK : fileProblem(error);
      throw new StartFailure(`${VARIABLE}: ${file} ${problem}`, { cause: error });
    }
  }
  const log = createLog('info', pino.destination({ fd: opened, sync: true }));
  return {
    imported(file, { stored, leftOut }) {
      const what = { call: '--import', file, count: stored, leftOut: leftOut.length };
      log.info({ audit: { event: 'change', ...whoImports(), address: 'this machine', ...what } });
    },
    close() {
      if (isFile) closeSync(opened);
    },
  };
}
