/**
 * An argument of an error as the log may hold it: of an address only what finds the server. A password before the host,
 * or a key in the query, is a secret that a person wrote there.
 */
export function loggedText(value: string): string {
  const url = URL.parse(value);
  if (!url || (url.search === '' && url.hash === '' && url.username === '' && url.password === '')) return value;
  return `${url.protocol}//${url.host}${url.pathname}…`;
}
