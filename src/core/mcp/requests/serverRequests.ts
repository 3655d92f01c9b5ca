import type { Client, ClientCapabilities } from '@modelcontextprotocol/client';
import { answerElicitations } from './elicitation.ts';
import type { OnElicitation } from './elicitation.ts';

/** What a server may ask of the person and the editor. Of what is absent, the server is told that it cannot ask. */
export interface ServerRequests {
  readonly elicit?: OnElicitation;
}

/** What the client says that it can do. */
export function clientCapabilities({ elicit }: ServerRequests): ClientCapabilities {
  return elicit ? { elicitation: { form: { applyDefaults: true } } } : {};
}

/** Has the requests of a server answered. */
export function answerRequests(client: Client, { elicit }: ServerRequests): void {
  if (elicit) answerElicitations(client, elicit);
}
