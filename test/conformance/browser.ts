/** As many as browsers follow. */
const REDIRECT_LIMIT = 20;

/** A browser with a person who agrees to everything: follows redirects until one leads to `redirectUri`. */
export async function browse(address: URL, redirectUri: string): Promise<URL> {
  let at = address;
  for (let redirects = 0; redirects < REDIRECT_LIMIT; redirects++) {
    const page = await fetch(at, { redirect: 'manual' });
    const location = page.headers.get('location');
    if (location === null) throw new Error(`The sign-in stopped at a page with status ${page.status}`);
    at = new URL(location, at);
    if (at.href.startsWith(redirectUri)) return at;
  }
  throw new Error('The sign-in redirects without end');
}
