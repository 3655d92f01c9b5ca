import { isIP } from 'node:net';
import * as z from 'zod';
import { isLoopbackHostname } from '../../shared/loopback.ts';
import { parseRelayTarget } from '../relay/relayTarget.ts';
import { type Given, list, port, secureUrl, text, variable } from './fields.ts';

const publicOrigin = z.string().transform((given, context) => {
  const url = secureUrl(given);
  if (url?.pathname === '/') return `${url.origin}/mcp`;
  context.addIssue('must be the https origin by which clients reach this server (http on loopback only)');
  return z.NEVER;
});

function isOrigin(given: string): boolean {
  return URL.parse(given)?.origin === given;
}

/** An address, a range of them in CIDR form, or a name that stands for such ranges. */
function isTrusted(given: string): boolean {
  const [ip = '', bits = '0', ...rest] = given.split('/');
  const isRange = isIP(ip) !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= 128;
  return isRange || ['loopback', 'linklocal', 'uniquelocal'].includes(given);
}

/** Where the server listens, and who may ask. */
export const httpSettings = z.object({
  MCP_SERVER_HOST: variable(text.default('127.0.0.1'), 'address on which it listens', '`127.0.0.1`'),
  MCP_SERVER_PORT: variable(port.default(9001), 'port on which it listens', '`9001`'),
  MCP_SERVER_URL: variable(publicOrigin.optional(), 'its public origin', 'host and port; required off this machine'),
  MCP_TLS_CERT_FILE: variable(text.optional(), 'certificate chain (PEM); read again when it changes, and at `SIGHUP`'),
  MCP_TLS_KEY_FILE: variable(text.optional(), 'private key of the certificate (PEM)'),
  MCP_TRUSTED_PROXIES: variable(
    list
      .refine((given) => given.every(isTrusted), 'must list addresses of proxies, or ranges such as 10.0.0.0/8')
      .default([]),
    'addresses or ranges of the proxies whose `X-Forwarded-For` and `X-Request-Id` are believed',
    'none',
  ),
  MCP_ALLOWED_HOSTS: variable(
    list
      .refine((given) => given.every((name) => /^[\w.-]+$|^\[[\da-f:]+\]$/i.test(name)), 'must list names of hosts')
      .default([]),
    'further names in the `Host` header that are answered, at the port for metrics too',
    'the public one',
  ),
  MCP_ALLOWED_ORIGINS: variable(
    list
      .refine((given) => given.every(isOrigin), 'must list origins such as https://inspector.example.com')
      .default([]),
    'origins of web pages that may call it (CORS)',
    'none',
  ),
  RELAY_TARGETS: variable(
    list
      .refine(
        (targets) => targets.every((target) => parseRelayTarget(target) !== undefined),
        'must list https addresses of editors (http on loopback only), apart by commas',
      )
      .default([]),
    'addresses of browser-hosted editors that its relay page may forward to, separated by commas or blanks',
    'none',
  ),
});
type HttpEnvironment = Given<z.infer<typeof httpSettings>>;

/** What is missing for clients to reach the server; `broken` names variables that are given but wrong. */
export function missingOfHttp(environment: HttpEnvironment, broken: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  const { MCP_SERVER_HOST: host = '127.0.0.1', MCP_SERVER_URL: url } = environment;
  const isLoopback = isLoopbackHostname(host.includes(':') ? `[${host}]` : host);
  if (!isLoopback && url === undefined && !broken.has('MCP_SERVER_URL')) {
    problems.push(`MCP_SERVER_URL is missing: with MCP_SERVER_HOST=${host} it must say how clients reach this server`);
  }
  const { MCP_TLS_CERT_FILE: cert, MCP_TLS_KEY_FILE: key } = environment;
  if (cert !== undefined && key === undefined) problems.push('MCP_TLS_KEY_FILE is missing: the key of the certificate');
  if (key !== undefined && cert === undefined)
    problems.push('MCP_TLS_CERT_FILE is missing: the certificate of the key');
  if (cert !== undefined && url?.startsWith('http:') === true) {
    problems.push('MCP_SERVER_URL must begin with https: with MCP_TLS_CERT_FILE this server speaks TLS only');
  }
  return problems;
}

/** Where the server listens, and who may ask. */
export function httpConfig(environment: z.infer<typeof httpSettings>) {
  const { MCP_SERVER_URL: resource, MCP_TLS_CERT_FILE: certFile, MCP_TLS_KEY_FILE: keyFile } = environment;
  return {
    host: environment.MCP_SERVER_HOST,
    port: environment.MCP_SERVER_PORT,
    relayTargets: environment.RELAY_TARGETS,
    limits: {
      trustedProxies: environment.MCP_TRUSTED_PROXIES,
      allowedHosts: environment.MCP_ALLOWED_HOSTS,
      allowedOrigins: environment.MCP_ALLOWED_ORIGINS,
    },
    ...(resource !== undefined && { resource }),
    ...(certFile !== undefined && keyFile !== undefined && { tls: { certFile, keyFile } }),
  };
}
