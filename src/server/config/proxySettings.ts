import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { JWK } from 'jose';
import * as z from 'zod';
import { isLoopbackHostname } from '../../shared/loopback.ts';
import { SCOPE } from '../../shared/names.ts';
import type { ProxySettings } from '../proxy/proxySettings.ts';
import { flag, type Given, list, variable } from './fields.ts';
import { oktaAddress } from './issuerFields.ts';

/** The environment of a proxy: how it is set up, or everything that is wrong with it. */
export type ProxyEnvironment = { readonly settings: ProxySettings } | { readonly problems: readonly string[] };

const DEFAULT_SCOPES = ['openid', 'profile', 'email', 'offline_access', SCOPE.read, SCOPE.write];
const SHORTEST_SECRET = 32;

const part = z.string().min(1);
const keysSchema = z.object({
  keys: z
    .array(
      z.object({
        kty: z.literal('RSA'),
        kid: part.optional(),
        use: part.optional(),
        alg: part.optional(),
        ...{ n: part, e: part, d: part, p: part, q: part, dp: part, dq: part, qi: part },
      }),
    )
    .min(1),
});

/** A key set (RFC 7517) as it stands in the variable, or in the file that the variable names. */
const signingKeys = z.string().transform((given, context): JWK[] => {
  try {
    const text = given.trimStart().startsWith('{') ? given : readFileSync(given, 'utf8');
    return keysSchema.parse(JSON.parse(text)).keys.map(({ kid, use, alg, ...key }) => ({
      ...key,
      ...(kid && { kid }),
      ...(use && { use }),
      ...(alg && { alg }),
    }));
  } catch {
    context.addIssue('must be a JSON Web Key Set of private RSA keys, or the path of a file that holds one');
    return z.NEVER;
  }
});

/** Variables that only a proxy reads, or reads in a way of its own. */
export const proxyVariables = z.object({
  MCP_PROXY: variable(
    flag.default(false),
    '`true` makes the server an authorization server in front of Okta, at which clients register themselves',
    '`false`',
  ),
  OKTA_ORG_URL: variable(oktaAddress.optional(), 'address of your Okta', 'required, unless `OKTA_ISSUER` is set'),
  OKTA_CLIENT_ID: variable(
    z.string({ error: 'is missing: the id of your web application at Okta' }).min(1),
    'client ID of a web application at Okta with the redirect URI `<origin>/oauth/callback` and the grants authorization code and refresh token',
    'required',
  ),
  OKTA_CLIENT_SECRET: variable(
    z.string({ error: 'is missing: the secret of your web application at Okta' }).min(1),
    'its secret',
    'required',
  ),
  OKTA_SCOPES: variable(
    list.refine((scopes) => scopes.includes('openid'), 'must have openid').default(DEFAULT_SCOPES),
    'scopes that are asked of Okta',
    `\`${DEFAULT_SCOPES.join(' ')}\``,
  ),
  SESSION_SECRET_KEY: variable(
    z.string().min(SHORTEST_SECRET, `must have at least ${SHORTEST_SECRET} characters`).optional(),
    `long random text that encrypts what is kept; at least ${SHORTEST_SECRET} characters`,
    'required off this machine and with `DATABASE_URL`',
  ),
  MCP_PROXY_KEYS: variable(
    signingKeys.optional(),
    'JSON Web Key Set of private RSA keys, or its file; the first one signs, all are published, so that keys can be exchanged',
    'required off this machine and with `DATABASE_URL`',
  ),
  MCP_PROXY_DB: variable(
    z.string().trim().min(1).default('proxy.db'),
    'SQLite file of clients and grants; `DATABASE_URL` takes its place',
    '`proxy.db`',
  ),
});
const environmentSchema = z.object({
  ...proxyVariables.shape,
  OKTA_ISSUER: oktaAddress.optional(),
  OKTA_AUTH_SERVER_ID: z.string().default('default'),
  DATABASE_URL: z.string().optional(),
  MCP_ALLOWED_ORIGINS: list.default([]),
  OKTA_INTROSPECTION: z.stringbool().optional(),
});
type Environment = z.infer<typeof environmentSchema>;

/** What may be left out where nobody else can reach the proxy: keys for trying it, gone with the process. */
function missing(given: Given<Environment>, broken: ReadonlySet<string>, isLoopback: boolean): string[] {
  const lacks = (...names: (keyof Environment)[]): boolean =>
    names.every((name) => given[name] === undefined && !broken.has(name));
  const problems: string[] = [];
  if (given.OKTA_INTROSPECTION === true) {
    problems.push("OKTA_INTROSPECTION cannot go with MCP_PROXY: the tokens are the proxy's own");
  }
  if (lacks('OKTA_ISSUER', 'OKTA_ORG_URL')) {
    problems.push('OKTA_ORG_URL is missing: the address of your Okta, such as https://your-org.okta.com');
  }
  const { OKTA_ISSUER: issuer, OKTA_ORG_URL: org } = given;
  if (issuer !== undefined && org !== undefined && new URL(issuer).host !== new URL(org).host) {
    problems.push(
      `OKTA_ORG_URL is ${org}, but OKTA_ISSUER is ${issuer}: leave OKTA_ORG_URL out, or correct one of them`,
    );
  }
  // Several processes on one database have to agree on all keys.
  if (isLoopback && lacks('DATABASE_URL')) return problems;
  if (lacks('SESSION_SECRET_KEY')) {
    problems.push('SESSION_SECRET_KEY is missing: a long random text, such as "openssl rand -base64 48" prints');
  }
  if (lacks('MCP_PROXY_KEYS')) {
    problems.push('MCP_PROXY_KEYS is missing: the keys that sign tokens; only for a try on loopback are they made up');
  }
  return problems;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Where clients reach the server; what is wrong with that address is for the server's own part to say. */
function publicAddress(environment: Variables): URL {
  const { MCP_SERVER_URL: url, MCP_SERVER_HOST: host = '127.0.0.1', MCP_SERVER_PORT: port = '9001' } = environment;
  return URL.parse(url ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`) ?? new URL('http://0.0.0.0');
}

/** An empty variable counts as absent. */
function filled(environment: Variables): Variables {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
}

/** The environment for the rest of the server: its issuer is the proxy, and tokens are for the server itself. */
export function behindProxy(environment: Variables): Variables {
  const { origin } = publicAddress(filled(environment));
  const unread = ['OKTA_DOMAIN', 'OKTA_AUTH_SERVER_ID', 'OAUTH_ISSUER', 'OAUTH_AUDIENCE'];
  return {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !unread.includes(name))),
    OKTA_ISSUER: origin,
    OKTA_AUDIENCE: `${origin}/mcp`,
  };
}

/** Reads the proxy's part of the environment; undefined where `MCP_PROXY` does not ask for one. */
export function readProxySettings(environment: Variables): ProxyEnvironment | undefined {
  const given = filled(environment);
  const wanted = z.stringbool().safeParse(given['MCP_PROXY'] ?? 'false');
  if (!wanted.success) return { problems: ['MCP_PROXY must be true or false'] };
  if (!wanted.data) return undefined;
  const parsed = environmentSchema.safeParse(given);
  const issues = parsed.success ? [] : parsed.error.issues;
  const broken = new Set(issues.map(({ path }) => path.join('.')));
  const right = Object.fromEntries(Object.entries(given).filter(([name]) => !broken.has(name)));
  const problems = [
    ...missing(
      environmentSchema.partial().safeParse(right).data ?? {},
      broken,
      isLoopbackHostname(publicAddress(given).hostname),
    ),
    ...issues.map(({ path, message }) => `${path.join('.')} ${message}`),
  ];
  if (!parsed.success || problems.length > 0) return { problems };
  const read = parsed.data;
  return {
    settings: {
      okta: {
        issuer: read.OKTA_ISSUER ?? `${read.OKTA_ORG_URL ?? ''}/oauth2/${read.OKTA_AUTH_SERVER_ID}`,
        clientId: read.OKTA_CLIENT_ID,
        clientSecret: read.OKTA_CLIENT_SECRET,
        scopes: read.OKTA_SCOPES,
      },
      secret: read.SESSION_SECRET_KEY ?? randomBytes(32).toString('base64url'),
      databasePath: read.MCP_PROXY_DB,
      allowedOrigins: read.MCP_ALLOWED_ORIGINS,
      ...(read.DATABASE_URL !== undefined && { databaseUrl: read.DATABASE_URL }),
      ...(read.MCP_PROXY_KEYS !== undefined && { signingKeys: read.MCP_PROXY_KEYS }),
    },
  };
}
