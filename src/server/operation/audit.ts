import { tracedRequest } from '../http/traceRequest.ts';
import type { ProxyEvent } from '../proxy/proxyAudit.ts';
import { createLog } from './createLog.ts';
import { LineWriter } from './lineWriter.ts';
import type { Repeated } from './repetitions.ts';

/** Something that is kept for those who look into it later. Never a token. With a count it stands for that many. */
export interface AuditEvent extends Partial<Repeated> {
  readonly event: 'authentication' | 'refusal' | 'change' | ProxyEvent['event'];
  readonly subject?: string | undefined;
  /** Okta's id of the person, where the token has it. */
  readonly uid?: string | undefined;
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

/** Keeps an event, with the id of the request that it belongs to: the one that is served unless told. */
export type Audit = (event: AuditEvent, request?: string) => void;

/** Where the events are kept. */
export interface AuditLog {
  readonly audit: Audit;
  /** Whether events are kept back, since they cannot be written. */
  readonly isFailing: () => boolean;
  readonly waitingLines: () => number;
  readonly lostLines: () => number;
  /** Goes on in the file as it is now, after it was moved away. */
  readonly reopen: () => void;
  readonly close: () => void;
}

/** Opens the audit log, a file or `-` for `output`. Throws where the file cannot be opened. */
export function openAuditLog(target: string, output: LineWriter): AuditLog {
  const isFile = target !== '-';
  const lines = isFile ? new LineWriter(`the audit log ${target}`, target) : output;
  const log = createLog('info', lines);
  return {
    audit: (event, request = tracedRequest.getStore()?.id) => log.info({ request, audit: event }),
    isFailing: () => lines.isFailing,
    waitingLines: () => lines.waitingLines,
    lostLines: () => lines.lostLines,
    reopen: () => lines.reopen(),
    close() {
      if (isFile) lines.close();
    },
  };
}
