import { isLoopbackHostname } from '../../shared/loopback.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** What only a proxy reads. */
const OF_PROXY = ['OKTA_ORG_URL', 'OKTA_SCOPES', 'SESSION_SECRET_KEY', 'MCP_PROXY_KEYS', 'MCP_PROXY_DB'];
const OF_CLIENT = ['OKTA_CLIENT_ID', 'OKTA_CLIENT_SECRET'];
/** What a proxy does without, since its tokens are its own. */
const NOT_OF_PROXY = ['OAUTH_ISSUER', 'OKTA_AUDIENCE', 'OAUTH_AUDIENCE', 'OAUTH_JWKS_URI'];

function isTrue(given: string | undefined): boolean {
  return given !== undefined && /^(?:true|1|yes|on|y|enabled)$/i.test(given);
}

function hasNoEffect(names: readonly string[], why: string): string[] {
  if (names.length === 0) return [];
  const all = names.length === 1 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
  return [`${all} ${names.length === 1 ? 'has' : 'have'} no effect ${why}`];
}

function withoutEffect(environment: Variables, isProxy: boolean): string[] {
  const set = (names: readonly string[]): string[] => names.filter((name) => environment[name]);
  const metrics = environment['MCP_METRICS_PORT'] ? [] : set(['MCP_METRICS_HOST']);
  const ofMetrics = hasNoEffect(metrics, 'without MCP_METRICS_PORT');
  if (isProxy) return [...hasNoEffect(set(NOT_OF_PROXY), 'with MCP_PROXY=true'), ...ofMetrics];
  const ofProxy = set(OF_PROXY);
  // The image names that file for those who have a proxy.
  const unused = ofProxy.join() === 'MCP_PROXY_DB' ? [] : ofProxy;
  const ofClient = isTrue(environment['OKTA_INTROSPECTION']) ? [] : set(OF_CLIENT);
  return [
    ...hasNoEffect(unused, 'without MCP_PROXY=true'),
    ...hasNoEffect(ofClient, 'without OKTA_INTROSPECTION=true or MCP_PROXY=true'),
    ...ofMetrics,
  ];
}

/** What a proxy that is only tried forgets when its process ends. */
function forgotten(environment: Variables): string[] {
  if (!environment['SESSION_SECRET_KEY']) {
    return [
      'without SESSION_SECRET_KEY this proxy forgets at each restart which clients registered and who signed in: set it, and MCP_PROXY_KEYS, to keep them',
    ];
  }
  if (environment['MCP_PROXY_KEYS']) return [];
  return ['without MCP_PROXY_KEYS this proxy signs with another key after each restart: older tokens are refused'];
}

function sharedAddress(environment: Variables): string[] {
  const url = URL.parse(environment['MCP_SERVER_URL'] ?? '');
  if (url?.protocol !== 'https:' || isLoopbackHostname(url.hostname)) return [];
  if (environment['MCP_TLS_CERT_FILE'] || environment['MCP_TRUSTED_PROXIES']) return [];
  return [
    'MCP_SERVER_URL begins with https, but this server speaks plain HTTP: name the proxy that speaks TLS for it in MCP_TRUSTED_PROXIES, else everybody has the one address of that proxy, in the limits and in the audit log',
  ];
}

/** What is no mistake for certain, and probably not what was meant. An empty variable counts as absent. */
export function startWarnings(environment: Variables): string[] {
  const isProxy = isTrue(environment['MCP_PROXY']);
  return [
    ...withoutEffect(environment, isProxy),
    ...(isProxy ? forgotten(environment) : []),
    ...sharedAddress(environment),
  ];
}
