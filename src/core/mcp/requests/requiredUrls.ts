import { AppError, causesOf, isAppError } from '../../errors.ts';
import { unlessAborted } from '../../unlessAborted.ts';
import type { Sdk } from '../failure.ts';
import { urlElicitation } from './elicitation.ts';
import type { OnUrlElicitation } from './elicitation.ts';

/** Pages that one refused call may have opened. */
const PAGES = 5;

/**
 * Has the person open the pages without which a server refuses a call (MCP 2025-11-25, error -32042). The call is not
 * made again: the person does that once they are done there.
 * @throws AppError `cancelled` where the person declines, `page_required` where they opened one, `error` otherwise
 */
export async function askForPages(error: unknown, { sdk, elicitUrl, server, signal }: RequiredPages): Promise<never> {
  const refusal = causesOf(error).find((cause) => cause instanceof sdk.UrlElicitationRequiredError);
  if (!isAppError(error, 'page_required') || !refusal || !elicitUrl) throw error;
  const pages = refusal.elicitations.slice(0, PAGES).map((sent) => urlElicitation(sent, server));
  const waiting = signal ?? new AbortController().signal;
  for (const page of pages) {
    const answer = page ? await unlessAborted(elicitUrl(page, waiting), waiting) : 'decline';
    if (page && answer !== 'accept') throw new AppError('cancelled', {}, { cause: error });
  }
  throw error;
}

/** Whom to ask, and of which server. */
export interface RequiredPages {
  readonly sdk: Sdk;
  readonly elicitUrl: OnUrlElicitation | undefined;
  /** Address of the server. */
  readonly server: URL;
  readonly signal: AbortSignal | undefined;
}
