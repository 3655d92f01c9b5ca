import type { Client } from '@modelcontextprotocol/client';
import type { Listen, Subscription } from '../../effects.ts';
import { labelText } from '../../shownText.ts';
import { LineBudget } from './lineBudget.ts';
import { withoutTokens } from './withoutTokens.ts';

/** How grave a line of a server's log is (RFC 5424). */
export type ServerLogLevel = 'debug' | 'info' | 'notice' | 'warning' | 'error' | 'critical' | 'alert' | 'emergency';

/** A line that a server wrote, made safe to keep. */
export interface ServerLogLine {
  readonly level: ServerLogLevel;
  /** The part of the server that says so; empty where it does not tell. */
  readonly logger: string;
  readonly text: string;
  /** How many lines before it were left out, since there were too many; absent where none were. */
  readonly missed?: number;
}

/** From the least grave. */
const LEVELS: readonly ServerLogLevel[] = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
];

/** Where the lines of a server go. */
export interface ServerLog {
  /** The least grave lines that are wanted. */
  level(): ServerLogLevel;
  readonly onDidChangeLevel: Listen<void>;
  write(line: ServerLogLine): void;
}

const LINE_LENGTH = 1000;
const NAME_LENGTH = 60;
/** What is turned into text of a value at most. */
const DATA_LENGTH = 20_000;

/**
 * Writes down what a server says of itself (`notifications/message`) as far as it is wanted: one line each, bounded, and
 * no more than {@link LineBudget} allows, whatever it sends.
 */
export function hearServerLog(client: Client, log: ServerLog): void {
  const budget = new LineBudget(() => performance.now());
  client.setNotificationHandler('notifications/message', ({ params: { level, logger = '', data } }) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(log.level())) return;
    const missed = budget.take();
    if (missed === undefined) return;
    const line = { level, logger: labelText(logger, NAME_LENGTH), text: labelText(lineOf(data), LINE_LENGTH) };
    log.write(missed === 0 ? line : { ...line, missed });
  });
}

function lineOf(data: unknown): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data ?? null);
  return withoutTokens(text.slice(0, DATA_LENGTH));
}

/**
 * Tells a server of 2025-11-25 which lines are wanted, now and whenever that changes. A later one is told with each
 * request.
 */
export function askForLog(client: Client, log: ServerLog, limit: number): Subscription {
  if (client.getProtocolEra() === 'modern' || !client.getServerCapabilities()?.logging)
    return { dispose: () => undefined };
  const ask = (): void => {
    const request = { method: 'logging/setLevel' as const, params: { level: log.level() } };
    void client.request(request, { timeout: limit }).catch(() => undefined);
  };
  ask();
  return log.onDidChangeLevel(ask);
}
