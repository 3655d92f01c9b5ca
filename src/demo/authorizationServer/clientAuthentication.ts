import { isSameSecret } from '../../server/auth/isSameSecret.ts';
import { assertedClient } from './clientAssertion.ts';
import { OKTA_ERROR } from './oktaErrors.ts';
import type { OktaError } from './oktaErrors.ts';
import type { Exchange, Parts } from './routes.ts';

function basicCredentials(header: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^Basic ([\w+/=]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id: decodeURIComponent(id), secret: decodeURIComponent(rest.join(':')) };
}

/** Who sends a form: the id of a client that named itself and, where it has one, gave its secret or assertion. */
export async function authenticateClient(
  { settings, provider, store }: Parts,
  { request, url, form }: Pick<Exchange, 'request' | 'url' | 'form'>,
): Promise<string | OktaError> {
  if (form.has('client_assertion')) {
    return assertedClient(settings, store, { form, endpoint: `${settings.origin}${url.pathname}` });
  }
  const basic = basicCredentials(request.headers.authorization);
  const id = basic?.id ?? form.get('client_id') ?? '';
  const client = await provider.Client.find(id);
  if (!client) return OKTA_ERROR.clientId;
  if (client.tokenEndpointAuthMethod === 'none') return id;
  const secret = basic?.secret ?? form.get('client_secret') ?? '';
  return isSameSecret(secret, client.clientSecret ?? '') ? id : OKTA_ERROR.clientSecret;
}
