import type { RequestHandler } from 'express';
import type { TokenAttempts } from '../auth/tokenAttempts.ts';
import type { ProxyEvent } from '../proxy/proxyAudit.ts';
import type { IncidentStore } from '../store/incidentStore.ts';
import type { UnreadRequest } from './refuseUnread.ts';

/** Takes a word on how the server fares. */
export type Notice = (level: 'info' | 'warn', message: string) => void;

/** How a server in a team's hands is watched and limited; the local demo does without. */
export interface ServerOperation {
  /** See each request first, and how it was answered. */
  readonly observe: readonly RequestHandler[];
  /** Keeps the refusal of a request that those never saw. */
  readonly refused: (request: UnreadRequest) => void;
  readonly limitAddress: RequestHandler;
  /** Limits tokens that are no good. */
  readonly attempts: TokenAttempts;
  /** Comes after the token was checked. */
  readonly limitPerson: RequestHandler;
  readonly watchStore: (store: IncidentStore) => IncidentStore;
  readonly gauge: (name: string, help: string, count: () => number | Promise<number>) => void;
  readonly report: (error: Error) => void;
  readonly notice: Notice;
  /** Keeps what happens at an authorization server in this process. */
  readonly audit: (event: ProxyEvent) => void;
  /** Whether what is to be kept for later is written. */
  readonly isAudited: () => boolean;
}
