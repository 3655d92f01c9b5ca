/**
 * Whether a URL's `hostname` names this machine alone, where plain http is as good as https. Names below `localhost`
 * do not count: not every resolver keeps them here.
 */
export function isLoopbackHostname(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
