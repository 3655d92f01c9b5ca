import * as z from 'zod';
import { isLoopbackHostname } from '../shared/loopback.ts';
import { storeConfig, type StoreConfig, storeSettings } from './config/storeSettings.ts';
import { parseRelayTarget } from './relay/relayTarget.ts';
import type { ServerConfig } from './startServer.ts';

/** The outcome of reading the environment: how to start, or everything that is wrong with it. */
export type ConfigResult = { readonly config: ServerConfig & StoreConfig } | { readonly problems: readonly string[] };

function secureUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  if (url?.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHostname(url.hostname));
  return isSafe ? url : undefined;
}

const list = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean));

const environmentSchema = z.object({
  OKTA_DOMAIN: z
    .string()
    .transform((domain) =>
      domain
        .trim()
        .replace(/^https:\/\//i, '')
        .replace(/\/+$/, ''),
    )
    .refine((domain) => /^[a-z\d.-]+(?::\d+)?$/i.test(domain), 'must be a domain such as your-org.okta.com')
    .optional(),
  OKTA_AUTH_SERVER_ID: z
    .string()
    .regex(/^[\w-]+$/, 'must be the id of an authorization server, such as default')
    .default('default'),
  OKTA_ISSUER: z
    .string()
    .transform((issuer) => issuer.trim().replace(/\/+$/, ''))
    .refine((issuer) => secureUrl(issuer) !== undefined, 'must be an https address (http on loopback only)')
    .optional(),
  OKTA_AUDIENCE: z
    .string({ error: 'is missing: the audience of your authorization server, such as https://mcp-incidents-api' })
    .trim()
    .min(1),
  MCP_SERVER_HOST: z.string().trim().min(1).default('127.0.0.1'),
  MCP_SERVER_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a port number')
    .default(9001),
  MCP_SERVER_URL: z
    .string()
    .transform((text, context) => {
      const url = secureUrl(text);
      if (url?.pathname === '/') return `${url.origin}/mcp`;
      context.addIssue('must be the https origin by which clients reach this server (http on loopback only)');
      return z.NEVER;
    })
    .optional(),
  MCP_CHALLENGE_SCOPES: list.optional(),
  MCP_REQUIRE_DPOP: z.stringbool({ error: 'must be true or false' }).default(false),
  ...storeSettings,
  RELAY_TARGETS: list
    .refine(
      (targets) => targets.every((target) => parseRelayTarget(target) !== undefined),
      'must list https addresses of editors (http on loopback only), apart by commas',
    )
    .default([]),
});
type Environment = z.infer<typeof environmentSchema>;

const DOMAIN_MISSING = 'OKTA_DOMAIN is missing: the domain of your Okta, such as your-org.okta.com';

function missing(environment: Environment): string[] {
  const problems: string[] = [];
  if (environment.OKTA_ISSUER === undefined && environment.OKTA_DOMAIN === undefined) {
    problems.push(DOMAIN_MISSING);
  }
  const host = environment.MCP_SERVER_HOST;
  const isLoopback = isLoopbackHostname(host.includes(':') ? `[${host}]` : host);
  if (!isLoopback && environment.MCP_SERVER_URL === undefined) {
    problems.push(`MCP_SERVER_URL is missing: with MCP_SERVER_HOST=${host} it must say how clients reach this server`);
  }
  return problems;
}

/** Reads the configuration from environment variables; an empty one counts as absent. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ConfigResult {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    const names = ['OKTA_ISSUER', 'OKTA_DOMAIN'];
    if (names.every((name) => given[name] === undefined)) problems.unshift(DOMAIN_MISSING);
    return { problems };
  }
  const problems = missing(parsed.data);
  if (problems.length > 0) return { problems };
  const settings = parsed.data;
  return {
    config: {
      host: settings.MCP_SERVER_HOST,
      port: settings.MCP_SERVER_PORT,
      issuer: settings.OKTA_ISSUER ?? `https://${settings.OKTA_DOMAIN ?? ''}/oauth2/${settings.OKTA_AUTH_SERVER_ID}`,
      audience: settings.OKTA_AUDIENCE,
      ...storeConfig(settings),
      relayTargets: settings.RELAY_TARGETS,
      requireDpop: settings.MCP_REQUIRE_DPOP,
      ...(settings.MCP_SERVER_URL !== undefined && { resource: settings.MCP_SERVER_URL }),
      ...(settings.MCP_CHALLENGE_SCOPES !== undefined && { challengeScopes: settings.MCP_CHALLENGE_SCOPES }),
    },
  };
}
