import { isLoopbackHostname } from '../../shared/loopback.ts';

/** What is wrong with an address; `messages.ts` has the words. */
export type AddressProblem = 'not_http' | 'not_https' | 'has_credentials' | 'has_fragment' | 'has_query';

/** What keeps a text from being used as an address, or undefined: https is demanded off this machine. */
export function addressProblem(text: string): AddressProblem | undefined {
  if (!URL.canParse(text)) return 'not_http';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'not_http';
  if (url.protocol === 'http:' && !isLoopbackHostname(url.hostname)) return 'not_https';
  if (url.username !== '' || url.password !== '') return 'has_credentials';
  if (url.hash !== '' || text.includes('#')) return 'has_fragment';
  return undefined;
}

/** As {@link addressProblem}, for addresses that an authorization server compares as a whole: no query either. */
export function fixedAddressProblem(text: string): AddressProblem | undefined {
  return addressProblem(text) ?? (text.includes('?') ? 'has_query' : undefined);
}

/** The address of a server as everything names it: normalized, and without a slash that stands for no path. */
export function canonicalAddress(text: string): string {
  const url = new URL(text);
  const bare = url.pathname === '/' && url.search === '';
  return bare ? url.origin : url.href;
}
