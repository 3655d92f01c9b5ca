import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';

/** A service of the stand-in that the suite's calls are made for. */
export const SERVICE = { clientId: '0oaConformance', clientSecret: randomUUID() };

const answerSchema = z.object({ access_token: z.string() });

/** Gets an access token for the service in its own name. */
export async function machineToken(issuer: string, scopes: readonly string[]): Promise<string> {
  const answer = await fetch(`${issuer}/v1/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${SERVICE.clientId}:${SERVICE.clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }),
  });
  return answerSchema.parse(await answer.json()).access_token;
}
