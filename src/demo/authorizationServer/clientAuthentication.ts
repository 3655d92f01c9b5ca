import { timingSafeEqual } from 'node:crypto';
import type { Provider } from 'oidc-provider';
import { OKTA_ERROR } from './oktaErrors.ts';
import type { OktaError } from './oktaErrors.ts';

function basicCredentials(header: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^Basic ([\w+/=]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id: decodeURIComponent(id), secret: decodeURIComponent(rest.join(':')) };
}

function sameSecret(given: string, known: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(known)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Who sends a form: the id of a client that named itself and, where it has one, gave its secret. */
export async function authenticateClient(
  provider: Provider,
  form: URLSearchParams,
  authorization: string | undefined,
): Promise<string | OktaError> {
  const basic = basicCredentials(authorization);
  const id = basic?.id ?? form.get('client_id') ?? '';
  const client = await provider.Client.find(id);
  if (!client) return OKTA_ERROR.clientId;
  if (client.tokenEndpointAuthMethod === 'none') return id;
  const secret = basic?.secret ?? form.get('client_secret') ?? '';
  return sameSecret(secret, client.clientSecret ?? '') ? id : OKTA_ERROR.clientSecret;
}
