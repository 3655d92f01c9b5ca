import type { Effects } from '../../src/core/effects.ts';
import { beginAuthorization } from '../../src/core/oauth/authorization.ts';
import { planSignIn } from '../../src/core/oauth/planSignIn.ts';
import type { SignedIn } from '../../src/core/oauth/signedIn.ts';
import type { ServerEntry } from '../../src/core/serverEntry.ts';
import { browse } from './browser.ts';

const REDIRECT_URI = 'http://127.0.0.1:33419/callback';

/** Signs in as the extension does, in a browser whose person agrees to everything. */
export async function signIn(entry: ServerEntry, effects: Effects): Promise<SignedIn> {
  const plan = await planSignIn(entry, effects);
  const pending = await beginAuthorization(plan, { redirectUri: REDIRECT_URI }, effects);
  return pending.redeem(await browse(pending.url, REDIRECT_URI));
}
