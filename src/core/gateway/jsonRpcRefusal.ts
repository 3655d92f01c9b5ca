import { isJsonObject, parsedJson } from '../json.ts';

/** JSON-RPC code of a request that could not be handed on to its server. */
export const NOT_HANDED_ON = -32_097;

/** An answer in the place of the server's. */
export interface Refusal {
  readonly status: number;
  readonly body: string;
}

/**
 * Says in words why a message was not handed on: as the answer of JSON-RPC to each request in `body`, so that whoever
 * asked can read it and the editor goes on; as status 503 where there is nothing to answer.
 */
export function jsonRpcRefusal(body: string, words: string): Refusal {
  const error = { code: NOT_HANDED_ON, message: words };
  const sent = parsedJson(body);
  const answers = idsOf(sent).map((id) => ({ jsonrpc: '2.0', id, error }));
  if (answers.length === 0) return { status: 503, body: JSON.stringify({ jsonrpc: '2.0', id: null, error }) };
  return { status: 200, body: JSON.stringify(Array.isArray(sent) ? answers : answers[0]) };
}

/** The ids of the requests among the messages; a notification and an answer have none that is to be answered. */
function idsOf(sent: unknown): readonly (string | number)[] {
  const messages: readonly unknown[] = Array.isArray(sent) ? sent : [sent];
  return messages.flatMap((message) => {
    if (!isJsonObject(message) || !('method' in message)) return [];
    const id = message['id'];
    return typeof id === 'string' || typeof id === 'number' ? [id] : [];
  });
}
