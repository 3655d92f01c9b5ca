function withEndingSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}

/**
 * Whether a token for `resource` is meant for the server at `url`: the same origin, and the same path or one above it
 * (RFC 9728 section 7.3; MCP names the canonical URI of a server so).
 */
export function resourceCovers(resource: string, url: string): boolean {
  const named = URL.parse(resource);
  const called = URL.parse(url);
  if (!named || !called || named.hash !== '') return false;
  if (named.origin === 'null' || named.origin !== called.origin) return false;
  if (named.search !== '' && named.search !== called.search) return false;
  return withEndingSlash(called.pathname).startsWith(withEndingSlash(named.pathname));
}
