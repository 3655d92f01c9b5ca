/** An address or a name as it stands in a URL and in a `Host` header: IPv6 in brackets. */
export function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
