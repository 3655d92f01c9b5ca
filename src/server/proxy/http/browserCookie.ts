import { createHash } from 'node:crypto';

/** The cookie that binds one `state` to a browser. Off loopback no other host of the domain can plant it. */
export function browserCookie(issuer: string, state: string) {
  const isSecure = issuer.startsWith('https:');
  const id = createHash('sha256').update(state).digest('hex').slice(0, 16);
  const options = { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' } as const;
  return { name: `${isSecure ? '__Host-' : ''}desk_okta_${id}`, options };
}

/** The value of a cookie of a request; empty where it has none. */
export function cookieValue(header: string | undefined, name: string): string {
  const pairs = (header ?? '').split(/; */);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}
