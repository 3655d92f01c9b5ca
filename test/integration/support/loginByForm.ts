/** Cookies of one browser, whatever their path: the stand-in's names are unique. */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  /** Fetches without following redirects, sending and keeping cookies. */
  async fetch(url: URL | string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#cookies.size > 0) {
      headers.set('cookie', [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    }
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value, rest = ''] = /^([^=]+)=([^;]*)(.*)$/.exec(cookie) ?? [];
      if (name === undefined || value === undefined) continue;
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(rest)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }
}

/** What the stand-in's pages led to: the callback address, or the page that ended it. */
export type LoginEnd =
  | { readonly kind: 'callback'; readonly url: URL }
  | { readonly kind: 'page'; readonly status: number; readonly html: string };

/** Follows redirects inside the stand-in and chooses `person` on its login page. */
export async function followLogin(
  authorizationUrl: URL | string,
  person: string,
  jar: CookieJar = new CookieJar(),
): Promise<LoginEnd> {
  let url = new URL(authorizationUrl);
  let response = await jar.fetch(url);
  for (let step = 0; step < 10; step += 1) {
    const location = response.headers.get('location');
    if (location !== null) {
      // Else the connection would stay busy with a body that nobody reads.
      await response.arrayBuffer();
      const next = new URL(location, url);
      // Everything off the stand-in's own pages is the callback.
      if (next.origin !== url.origin || !/^\/(oauth2|login|activate)\b/.test(next.pathname)) {
        return { kind: 'callback', url: next };
      }
      url = next;
      response = await jar.fetch(url);
      continue;
    }
    const html = await response.text();
    if (!url.pathname.startsWith('/login/') || response.status !== 200) {
      return { kind: 'page', status: response.status, html };
    }
    response = await jar.fetch(url, { method: 'POST', body: new URLSearchParams({ person }) });
  }
  throw new Error(`The login did not end: it stands at ${url.pathname}.`);
}

/**
 * Signs in at the stand-in without a browser: opens the authorization URL, chooses a person (`engineer` or `viewer`)
 * on the login page and returns the callback URL, which is not fetched. Throws when the stand-in shows a page instead.
 */
export async function loginByForm(
  authorizationUrl: URL | string,
  person: string,
  jar: CookieJar = new CookieJar(),
): Promise<URL> {
  const end = await followLogin(authorizationUrl, person, jar);
  if (end.kind === 'callback') return end.url;
  throw new Error(`The stand-in answered ${end.status}: ${/<p>(.*?)<\/p>/.exec(end.html)?.[1] ?? end.html}`);
}
