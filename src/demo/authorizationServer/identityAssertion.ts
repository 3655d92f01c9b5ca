import { sendJson, sendOktaError } from './answers.ts';
import { scopeWords } from './authorizeRequest.ts';
import { authenticateClient } from './clientAuthentication.ts';
import { OKTA_ERROR } from './oktaErrors.ts';
import type { OktaError } from './oktaErrors.ts';
import type { Exchange, Parts } from './routes.ts';

/** Grant type of RFC 8693. */
export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const ID_JAG = 'urn:ietf:params:oauth:token-type:id-jag';
/** Seconds. */
const LIFETIME = 300;

async function assertionFor(
  { settings, tokens }: Parts,
  form: URLSearchParams,
  clientId: string,
): Promise<{ readonly failure: OktaError } | { readonly answer: object }> {
  const { managedConnections, people } = settings;
  if (managedConnections.length === 0 || clientId !== settings.clientId) return { failure: OKTA_ERROR.grantType };
  if (form.get('requested_token_type') !== ID_JAG) return { failure: OKTA_ERROR.requestedTokenType };
  const identity =
    form.get('subject_token_type') === ID_TOKEN
      ? await tokens.freshIdToken(form.get('subject_token') ?? '')
      : undefined;
  const person = people.find(({ uid }) => uid === identity?.sub);
  if (!person) return { failure: OKTA_ERROR.subjectToken };
  if (!person.assigned) return { failure: OKTA_ERROR.notAssigned };
  const connection = managedConnections.find(({ issuer }) => issuer === form.get('audience'));
  if (!connection) return { failure: OKTA_ERROR.audience };
  const scope = scopeWords(form.get('scope')).filter((word) => person.scopes.includes(word));
  const resource = form.get('resource');
  const claims = {
    jti: crypto.randomUUID(),
    sub: person.uid,
    email: person.login,
    aud: connection.issuer,
    client_id: connection.clientId,
    ...(scope.length > 0 ? { scope: scope.join(' ') } : {}),
    ...(resource === null ? {} : { resource }),
  };
  const answer = {
    access_token: await tokens.sign(claims, { typ: 'oauth-id-jag+jwt' }, LIFETIME),
    issued_token_type: ID_JAG,
    token_type: 'N_A',
    expires_in: LIFETIME,
    ...(scope.length > 0 ? { scope: scope.join(' ') } : {}),
  };
  return { answer };
}

/**
 * Exchanges an ID token for an assertion that opens another application (Identity Assertion JWT Authorization Grant
 * section 4.3), where the administrator connected the two.
 */
export async function answerTokenExchange(parts: Parts, exchange: Exchange): Promise<void> {
  const { response, form } = exchange;
  const client = await authenticateClient(parts, exchange);
  if (typeof client !== 'string') return sendOktaError(response, client);
  const outcome = await assertionFor(parts, form, client);
  if ('failure' in outcome) sendOktaError(response, outcome.failure);
  else sendJson(response, 200, outcome.answer);
}
