import { AppError, causesOf } from './errors.ts';

/** Why no connection came about: argument `reason` of `server_unreachable`. */
export type UnreachableReason = 'unknown_host' | 'refused' | 'no_route' | 'not_tls';
/** What is wrong with a certificate: argument `reason` of `certificate_refused`. */
export type CertificateProblem = 'unknown_authority' | 'not_valid_now' | 'other_name' | 'invalid';
/** Why a proxy was no help: argument `reason` of `proxy_failed`. */
export type ProxyProblem = 'login' | 'refused' | 'unreachable';

const UNREACHABLE: ReadonlyMap<string, UnreachableReason> = new Map([
  ['ENOTFOUND', 'unknown_host'],
  ['EAI_AGAIN', 'unknown_host'],
  ['EAI_NODATA', 'unknown_host'],
  ['ERR_NAME_NOT_RESOLVED', 'unknown_host'],
  ['ERR_NAME_RESOLUTION_FAILED', 'unknown_host'],
  ['ECONNREFUSED', 'refused'],
  ['ERR_CONNECTION_REFUSED', 'refused'],
  ['ENETUNREACH', 'no_route'],
  ['EHOSTUNREACH', 'no_route'],
  ['ENETDOWN', 'no_route'],
  ['ERR_ADDRESS_UNREACHABLE', 'no_route'],
  ['ERR_INTERNET_DISCONNECTED', 'no_route'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'not_tls'],
  ['ERR_SSL_PROTOCOL_ERROR', 'not_tls'],
]);

/** OpenSSL's codes as Node gives them, then Chromium's, which VS Code gives where it fetches by Electron. */
const CERTIFICATE: ReadonlyMap<string, CertificateProblem> = new Map([
  ['SELF_SIGNED_CERT_IN_CHAIN', 'unknown_authority'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unknown_authority'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unknown_authority'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'unknown_authority'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unknown_authority'],
  ['CERT_UNTRUSTED', 'unknown_authority'],
  ['INVALID_CA', 'unknown_authority'],
  ['ERR_CERT_AUTHORITY_INVALID', 'unknown_authority'],
  ['CERT_HAS_EXPIRED', 'not_valid_now'],
  ['CERT_NOT_YET_VALID', 'not_valid_now'],
  ['ERR_CERT_DATE_INVALID', 'not_valid_now'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'other_name'],
  ['HOSTNAME_MISMATCH', 'other_name'],
  ['ERR_CERT_COMMON_NAME_INVALID', 'other_name'],
]);
const OTHER_CERTIFICATE = /^(?:ERR_CERT_|CERT_)/;

const PROXY: ReadonlyMap<string, ProxyProblem> = new Map([
  ['ERR_PROXY_AUTH_REQUESTED', 'login'],
  ['ERR_PROXY_AUTH_UNSUPPORTED', 'login'],
  ['ERR_PROXY_AUTH_REQUESTED_WITH_NO_CONNECTION', 'login'],
  ['ERR_UNEXPECTED_PROXY_AUTH', 'login'],
  ['ERR_TUNNEL_CONNECTION_FAILED', 'refused'],
  ['ERR_PROXY_CERTIFICATE_INVALID', 'refused'],
  ['ERR_HTTPS_PROXY_TUNNEL_RESPONSE_REDIRECT', 'refused'],
  ['ERR_PROXY_CONNECTION_FAILED', 'unreachable'],
  ['ERR_NO_SUPPORTED_PROXIES', 'unreachable'],
  ['ERR_MANDATORY_PROXY_CONFIGURATION_FAILED', 'unreachable'],
  ['ERR_PAC_SCRIPT_FAILED', 'unreachable'],
]);
/** What undici says when a proxy does not open a tunnel; it has no code of its own for that. */
const TUNNEL_REFUSED = /^Proxy response \((\d{3})\)/;

/** Node's code, or Chromium's out of `net::ERR_…`. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string' && !error.code.startsWith('UND_ERR_')) return error.code;
  return /\bnet::(ERR_\w+)/.exec(error.message)?.[1] ?? '';
}

/** Whether what could not be found or connected to is another machine than the one asked for: a proxy before it. */
function isElsewhere(error: Error, url: URL): boolean {
  if ('hostname' in error && typeof error.hostname === 'string') return error.hostname !== bareHostname(url);
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  return 'port' in error && typeof error.port === 'number' && error.port !== port;
}

function bareHostname({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function proxyProblem(error: Error, code: string, url: URL): ProxyProblem | undefined {
  const refusal = TUNNEL_REFUSED.exec(error.message)?.[1];
  if (refusal !== undefined) return refusal === '407' ? 'login' : 'refused';
  return PROXY.get(code) ?? (UNREACHABLE.has(code) && isElsewhere(error, url) ? 'unreachable' : undefined);
}

/** A name with several addresses fails once for each; those errors say where, the one around them does not. */
function attemptsOf(error: Error): readonly Error[] {
  const attempts: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return [...attempts.filter((attempt) => attempt instanceof Error), error];
}

function diagnosis(error: Error, url: URL): AppError | undefined {
  const code = codeOf(error);
  const { host } = url;
  const options = { cause: error };
  const proxy = proxyProblem(error, code, url);
  if (proxy) return new AppError('proxy_failed', { host, reason: proxy }, options);
  const reason = UNREACHABLE.get(code);
  if (reason) return new AppError('server_unreachable', { host, reason }, options);
  const problem = CERTIFICATE.get(code) ?? (OTHER_CERTIFICATE.test(code) ? 'invalid' : undefined);
  return problem && new AppError('certificate_refused', { host, reason: problem }, options);
}

/**
 * The error for a `fetch` of `url` that gave no answer: `certificate_refused`, `proxy_failed`, or `server_unreachable`,
 * with a `reason` where no connection came about.
 */
export function networkFailure(error: unknown, url: URL): AppError {
  for (const cause of causesOf(error).flatMap(attemptsOf)) {
    const found = diagnosis(cause, url);
    if (found) return found;
  }
  return new AppError('server_unreachable', { host: url.host }, { cause: error });
}

/** The error for an answer that a proxy on the way gave in place of whoever was asked; undefined for any other. */
export function proxyAnswer({ status }: Response, url: URL): AppError | undefined {
  return status === 407 ? new AppError('proxy_failed', { host: url.host, reason: 'login' }) : undefined;
}
