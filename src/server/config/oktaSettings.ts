import * as z from 'zod';
import { address, flag, type Given, list, text, variable } from './fields.ts';
import { domain, issuer, oktaIssuer, withoutSlash } from './issuerFields.ts';

const serverId = z.string().regex(/^[\w-]+$/, 'must be the id of an authorization server, such as default');

/** Whose tokens are taken, and how they are checked. */
export const oktaSettings = z.object({
  OKTA_DOMAIN: variable(
    domain.optional(),
    'your Okta domain, e.g. `your-org.okta.com`',
    'required, unless `OKTA_ISSUER` is set',
  ),
  OKTA_AUDIENCE: variable(text.optional(), 'audience of the authorization server', 'required'),
  OKTA_AUTH_SERVER_ID: variable(serverId.optional(), 'id of the custom authorization server', '`default`'),
  OKTA_ISSUER: variable(oktaIssuer.optional(), 'the whole issuer, in place of domain and id'),
  OAUTH_ISSUER: variable(
    issuer.optional(),
    'the same for other authorization servers, letter by letter, e.g. `https://your-tenant.eu.auth0.com/`',
  ),
  OAUTH_AUDIENCE: variable(text.optional(), 'the same as `OKTA_AUDIENCE`'),
  OAUTH_JWKS_URI: variable(address.optional(), 'where the issuer publishes its keys', '`/v1/keys` below the issuer'),
  OKTA_INTROSPECTION: variable(
    flag.default(false),
    '`true` has each token checked by the issuer (RFC 7662) in place of its keys: tokens that were revoked are refused within 30 s',
    '`false`',
  ),
  OKTA_CLIENT_ID: variable(text.optional(), 'client ID for introspection'),
  OKTA_CLIENT_SECRET: variable(text.optional(), 'client secret for introspection'),
  MCP_CHALLENGE_SCOPES: variable(
    list.optional(),
    'scopes that an unauthenticated client is told to ask for',
    '`incidents:read incidents:write`',
  ),
  MCP_REQUIRED_SCOPES: variable(
    list.optional(),
    'scopes that every call needs, in place of `incidents:read` and `incidents:write` by tool, e.g. `mcp:access`',
  ),
  MCP_REQUIRE_DPOP: variable(flag.default(false), '`true` takes only tokens that are bound to a key (DPoP)', '`false`'),
});
type OktaEnvironment = Given<z.infer<typeof oktaSettings>>;

/** Variables that answer the same question, and differ. */
function contradictions(environment: OktaEnvironment): string[] {
  const { OKTA_ISSUER: atOkta, OAUTH_ISSUER: other, OKTA_DOMAIN: host, OKTA_AUTH_SERVER_ID: id } = environment;
  const problems: string[] = [];
  const { OKTA_AUDIENCE: audience, OAUTH_AUDIENCE: another } = environment;
  if (audience !== undefined && another !== undefined && audience !== another) {
    problems.push(`OKTA_AUDIENCE and OAUTH_AUDIENCE differ (${audience}, ${another}): set one of them`);
  }
  const given = atOkta ?? other;
  if (given === undefined) return problems;
  const name = atOkta === undefined ? 'OAUTH_ISSUER' : 'OKTA_ISSUER';
  const url = new URL(given);
  if (other !== undefined && withoutSlash(other) !== withoutSlash(given)) {
    problems.push(`OKTA_ISSUER and OAUTH_ISSUER differ (${given}, ${other}): set one of them`);
  } else if (host !== undefined && URL.parse(`https://${host}`)?.host !== url.host) {
    problems.push(
      `OKTA_DOMAIN is ${host}, but ${name} is at ${url.host}: leave OKTA_DOMAIN out, or correct one of them`,
    );
  } else if (id !== undefined && !withoutSlash(given).endsWith(`/oauth2/${id}`)) {
    problems.push(
      `OKTA_AUTH_SERVER_ID is ${id}, but ${name} is ${given}: leave OKTA_AUTH_SERVER_ID out, or correct one`,
    );
  }
  return problems;
}

/** What is missing or contradicts itself for tokens to be checked; `broken` names variables that are given but wrong. */
export function missingOfOkta(environment: OktaEnvironment, broken: ReadonlySet<string>): string[] {
  const lacks = (...names: (keyof OktaEnvironment)[]): boolean =>
    names.every((name) => environment[name] === undefined && !broken.has(name));
  const problems = contradictions(environment);
  if (lacks('OKTA_ISSUER', 'OKTA_DOMAIN', 'OAUTH_ISSUER')) {
    problems.push('OKTA_DOMAIN is missing: the domain of your Okta, such as your-org.okta.com');
  }
  if (lacks('OKTA_AUDIENCE', 'OAUTH_AUDIENCE')) {
    problems.push(
      'OKTA_AUDIENCE is missing: the audience of your authorization server, such as https://mcp-incidents-api',
    );
  }
  if (environment.OKTA_INTROSPECTION !== true) return problems;
  for (const name of ['OKTA_CLIENT_ID', 'OKTA_CLIENT_SECRET'] as const) {
    if (lacks(name)) problems.push(`${name} is missing: OKTA_INTROSPECTION needs a client of its own`);
  }
  return problems;
}

/** How tokens are checked. */
export function oktaConfig(environment: z.infer<typeof oktaSettings>) {
  const {
    OAUTH_ISSUER: given = environment.OKTA_ISSUER,
    OKTA_DOMAIN: host = '',
    OKTA_AUTH_SERVER_ID: id = 'default',
  } = environment;
  const { OAUTH_JWKS_URI: keysUrl, MCP_CHALLENGE_SCOPES: asked, MCP_REQUIRED_SCOPES: required } = environment;
  const challengeScopes = asked ?? required;
  return {
    issuer: given ?? `https://${host}/oauth2/${id}`,
    audience: environment.OKTA_AUDIENCE ?? environment.OAUTH_AUDIENCE ?? '',
    requireDpop: environment.MCP_REQUIRE_DPOP,
    ...(keysUrl !== undefined && { keysUrl }),
    ...(challengeScopes !== undefined && { challengeScopes }),
    ...(required !== undefined && { requiredScopes: required }),
    ...(environment.OKTA_INTROSPECTION && {
      introspection: { clientId: environment.OKTA_CLIENT_ID ?? '', clientSecret: environment.OKTA_CLIENT_SECRET ?? '' },
    }),
  };
}
