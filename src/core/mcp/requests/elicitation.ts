import type { Client } from '@modelcontextprotocol/client';
import { isAppError } from '../../errors.ts';
import { isJsonObject } from '../../json.ts';
import { checkedAddress, isPrivate } from '../../oauth/discovery/addressPolicy.ts';
import { multilineText } from '../../shownText.ts';
import { unlessAborted } from '../../unlessAborted.ts';
import type { JsonObject } from '../connection.ts';
import type { FormField } from '../toolForm.ts';
import { elicitationForm } from './elicitationForm.ts';

/** Characters of a question: what a person reads before answering. */
const MESSAGE_LENGTH = 2000;
/** An address that is longer cannot be shown as a whole. */
const ADDRESS_LENGTH = 2000;
const ID_LENGTH = 200;

/** A question that the server asks in the middle of a call (MCP elicitation, form mode). */
export interface Elicitation {
  readonly message: string;
  readonly fields: readonly FormField[];
}

/** The person's answer; values that it leaves out become the server's defaults. */
export type ElicitationAnswer =
  | { readonly action: 'accept'; readonly content: Readonly<Record<string, string | number | boolean | string[]>> }
  | { readonly action: 'decline' | 'cancel' };

/** Puts a server's question to the person. The signal says that the server no longer waits. */
export type OnElicitation = (question: Elicitation, signal: AbortSignal) => Promise<ElicitationAnswer>;

/** A page that the server wants the person to open (MCP elicitation, URL mode). Nothing has been fetched from it. */
export interface UrlElicitation {
  readonly message: string;
  readonly url: URL;
  /** By which the server says later that the person is done there; empty where it will not. */
  readonly id: string;
}

/** Shows the whole address, and opens it if the person agrees: `accept` says that it was opened, nothing more. */
export type OnUrlElicitation = (page: UrlElicitation, signal: AbortSignal) => Promise<'accept' | 'decline' | 'cancel'>;

/** The page that a server names; undefined for an address that is never opened. `server` is the server's own. */
export function urlElicitation(
  { message, url, elicitationId }: { readonly message: string; readonly url: string; readonly elicitationId?: string },
  server: URL,
): UrlElicitation | undefined {
  const page = openableAddress(url, server);
  return (
    page && {
      message: multilineText(message, MESSAGE_LENGTH),
      url: page,
      id: (elicitationId ?? '').slice(0, ID_LENGTH),
    }
  );
}

/** https, or http on this machine for a server that is on this network itself. */
function openableAddress(address: string, server: URL): URL | undefined {
  if (address.length > ADDRESS_LENGTH) return undefined;
  try {
    const url = checkedAddress(address, true);
    const isAllowed = url.href.length <= ADDRESS_LENGTH && (url.protocol === 'https:' || isPrivate(server));
    return isAllowed ? url : undefined;
  } catch (error) {
    if (isAppError(error, 'address_refused')) return undefined;
    throw error;
  }
}

/** Who answers, and what is said where nobody is asked. */
export interface ElicitationHandlers {
  readonly elicit?: OnElicitation | undefined;
  readonly elicitUrl?: OnUrlElicitation | undefined;
  /** Address of the server. */
  readonly server: URL;
  /** Hears why a question was declined unseen. */
  readonly onRefused: (reason: 'form' | 'address') => void;
}

/** Has the questions of either protocol era answered: those of 2025-11-25 are requests, later ones come in results. */
export function answerElicitations(client: Client, handlers: ElicitationHandlers): void {
  client.setRequestHandler('elicitation/create', async ({ params }, { mcpReq }) => {
    if ('url' in params) return { action: await answerUrl(params, handlers, mcpReq.signal) };
    const { requestedSchema, message } = params;
    if (!isJsonObject(requestedSchema)) return { action: 'decline' };
    const answer = await answerForm(message, requestedSchema, handlers, mcpReq.signal);
    return answer.action === 'accept'
      ? { action: 'accept', content: { ...answer.content } }
      : { action: answer.action };
  });
}

async function answerForm(
  message: string,
  schema: JsonObject,
  { elicit, onRefused }: ElicitationHandlers,
  signal: AbortSignal,
): Promise<ElicitationAnswer> {
  const fields = elicitationForm(schema);
  if (fields && elicit) {
    return unlessAborted(elicit({ message: multilineText(message, MESSAGE_LENGTH), fields }, signal), signal);
  }
  onRefused('form');
  return { action: 'decline' };
}

async function answerUrl(
  params: Parameters<typeof urlElicitation>[0],
  { elicitUrl, server, onRefused }: ElicitationHandlers,
  signal: AbortSignal,
): Promise<'accept' | 'decline' | 'cancel'> {
  const page = urlElicitation(params, server);
  if (page && elicitUrl) return unlessAborted(elicitUrl(page, signal), signal);
  onRefused('address');
  return 'decline';
}
