import { sendJson } from './answers.ts';
import { accountClaims } from './claims.ts';
import type { Exchange, Parts } from './routes.ts';

/** The OpenID userinfo endpoint: for access tokens with the scope `openid`. */
export async function answerUserInfo({ settings, tokens }: Parts, { request, response }: Exchange): Promise<void> {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const claims = await tokens.accessToken(bearer);
  const scopes: unknown[] = Array.isArray(claims?.['scp']) ? claims['scp'] : [];
  const person = settings.people.find(({ uid }) => uid === claims?.['uid']);
  if (!person || !scopes.includes('openid')) {
    const error = person ? 'insufficient_scope' : 'invalid_token';
    response.setHeader(
      'www-authenticate',
      `Bearer authorization_uri="${settings.issuer}/v1/authorize", error="${error}"`,
    );
    sendJson(response, person ? 403 : 401, { error });
    return;
  }
  const { sub, name, preferred_username, email, email_verified } = accountClaims(person);
  sendJson(response, 200, {
    sub,
    ...(scopes.includes('profile') ? { name, preferred_username } : {}),
    ...(scopes.includes('email') ? { email, email_verified } : {}),
  });
}
