import { AsyncLocalStorage } from 'node:async_hooks';
import { pino } from 'pino';
import type { ProxyEvent } from '../proxy/proxyAudit.ts';
import { createLog } from './createLog.ts';

/** Something that is kept for those who look into it later. Never a token. */
export interface AuditEvent {
  readonly event: 'authentication' | 'refusal' | 'change';
  readonly subject?: string | undefined;
  readonly client?: string | undefined;
  /** Where the request came from. */
  readonly address?: string | undefined;
  readonly path?: string | undefined;
  /** What was asked for. */
  readonly call?: string | undefined;
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly incident?: string | undefined;
  readonly fields?: readonly string[] | undefined;
}

/** Keeps an event. */
export type Audit = (event: AuditEvent | ProxyEvent) => void;

/** The address from which the request came that is being served. */
export const requestAddress = new AsyncLocalStorage<string | undefined>();

/** Where the events are kept. */
export interface AuditLog {
  readonly audit: Audit;
  /** Goes on in the file as it is now, after it was moved away. */
  readonly reopen: () => void;
}

/** Opens the audit log, a file or `-` for the standard output. Throws where the file cannot be written. */
export function openAuditLog(target: string): AuditLog {
  const isFile = target !== '-';
  const destination = isFile
    ? pino.destination({ dest: target, append: true, mode: 0o600, sync: true })
    : pino.destination({ fd: 1, sync: true });
  const log = createLog('info', destination);
  return {
    audit: (event) => log.info({ audit: event }),
    reopen() {
      if (isFile) destination.reopen();
    },
  };
}
