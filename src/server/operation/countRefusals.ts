import type { Logger } from 'pino';
import { addressKey } from '../http/addressKey.ts';
import { fixedReason } from '../http/refusalKind.ts';
import type { ProxyEvent } from '../proxy/proxyAudit.ts';
import type { Audit, AuditEvent } from './audit.ts';
import { type Repeatable, type Repeated, Repetitions } from './repetitions.ts';

/** So many refusals of one kind from one address are told within a minute; further ones are counted. */
const LIMIT = 10;
const WINDOW = 60_000;
const SERVICE_UNAVAILABLE = 503;

/** What happens at the proxy and anybody can have happen. */
const ANYBODYS: ReadonlySet<AuditEvent['event']> = new Set<ProxyEvent['event']>([
  'registration_refused',
  'authorization_refused',
  'consent_refused',
  'sign_in_failed',
  'token_refused',
]);

/** Decides which refusals have a line of their own. */
export interface RefusalCounts {
  /** Whether a refused request is told by itself, in both logs; otherwise both tell how many there were. */
  readonly isTold: (refusal: AuditEvent) => boolean;
  /** Keeps what is told in the audit log alone: requests that could not be read, and events of the proxy. */
  readonly audit: Audit;
  /** Tells of what was counted until now. */
  readonly close: () => void;
}

function repeatable(event: AuditEvent): Repeatable<AuditEvent> {
  const { subject, client, address, status, reason } = event;
  const known = fixedReason(reason);
  const isOfPerson = subject !== undefined;
  // A client that nobody vouches for may call itself as it likes.
  const who = isOfPerson ? [subject, client] : [];
  const key = JSON.stringify([event.event, status, known, addressKey(address), ...who]);
  return { key, event, ifVaried: { reason: known }, isOfPerson };
}

/** Makes the counts of one server. */
export function countRefusals(log: Logger, audit: Audit, now: () => number): RefusalCounts {
  const counted = (event: Partial<AuditEvent>, repeated: Repeated): void =>
    audit({ event: 'refusal', ...event, ...repeated });
  const requests = new Repetitions<AuditEvent>({
    ...{ limit: LIMIT, window: WINDOW, now },
    tell(refusal, repeated) {
      const { event: _event, ...line } = refusal;
      const level = line.status === SERVICE_UNAVAILABLE ? 'warn' : 'info';
      log[level]({ ...line, ...repeated }, 'requests refused');
      counted(refusal, repeated);
    },
  });
  const others = new Repetitions<AuditEvent>({ limit: LIMIT, window: WINDOW, now, tell: counted });
  return {
    isTold: (refusal) => requests.isTold(repeatable(refusal)),
    audit(event, request) {
      const isAnybodys = event.event === 'refusal' || ANYBODYS.has(event.event);
      if (!isAnybodys || others.isTold(repeatable(event))) audit(event, request);
    },
    close() {
      requests.close();
      others.close();
    },
  };
}
