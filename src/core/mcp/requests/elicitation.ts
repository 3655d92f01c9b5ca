import type { Client } from '@modelcontextprotocol/client';
import { isJsonObject } from '../../json.ts';
import { multilineText } from '../../shownText.ts';
import type { JsonObject } from '../connection.ts';

/** A question that the server asks in the middle of a call (MCP elicitation, form mode). */
export interface Elicitation {
  readonly message: string;
  /** JSON Schema of what it asks for: an object of primitive values, with the server's defaults. */
  readonly schema: JsonObject;
}

/** The person's answer; values that it leaves out become the server's defaults. */
export type ElicitationAnswer =
  | { readonly action: 'accept'; readonly content: Readonly<Record<string, string | number | boolean | string[]>> }
  | { readonly action: 'decline' | 'cancel' };

/** Puts a server's question to the person. The signal says that the server no longer waits. */
export type OnElicitation = (question: Elicitation, signal: AbortSignal) => Promise<ElicitationAnswer>;

/** Has the questions of either protocol era answered: those of 2025-11-25 are requests, later ones come in results. */
export function answerElicitations(client: Client, onElicitation: OnElicitation): void {
  client.setRequestHandler('elicitation/create', async ({ params }, { mcpReq }) => {
    if (!('requestedSchema' in params) || !isJsonObject(params.requestedSchema)) return { action: 'cancel' };
    const question = { message: multilineText(params.message), schema: params.requestedSchema };
    const answer = await onElicitation(question, mcpReq.signal);
    return answer.action === 'accept'
      ? { action: 'accept', content: { ...answer.content } }
      : { action: answer.action };
  });
}
