import { CookieJar } from '../../support/loginByForm.ts';
import { followToClient, openConsent, signInAtOkta } from './proxyClient.ts';

/** What a person does with a browser: agrees, chooses who to be at Okta, and is sent back. Gives that address. */
export async function signInByBrowser(url: URL, person = 'engineer'): Promise<URL> {
  const jar = new CookieJar();
  const { page, token } = await openConsent(jar, url);
  return followToClient(jar, await signInAtOkta(jar, page, token, person));
}
