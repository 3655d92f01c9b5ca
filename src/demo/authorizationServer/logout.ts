import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { sendRedirect } from './answers.ts';
import type { IssuedTokens } from './issuedTokens.ts';
import type { Settings } from './options.ts';
import { messagePage } from './pages/messagePage.ts';
import { sendPage } from './pages/sendPage.ts';

/** Ends the browser's session (OpenID RP-Initiated Logout). Needs an ID token of this stand-in; grants live on. */
export async function answerLogout(
  settings: Settings,
  parts: { readonly provider: Provider; readonly tokens: IssuedTokens },
  exchange: { readonly request: IncomingMessage; readonly response: ServerResponse; readonly query: URLSearchParams },
): Promise<void> {
  const { request, response, query } = exchange;
  const refuse = (message: string): void => {
    sendPage(response, 400, messagePage('Your request resulted in an error', message));
  };
  const hint = query.get('id_token_hint');
  if (hint === null) return refuse("The 'id_token_hint' parameter is required.");
  if (!(await parts.tokens.idToken(hint))) return refuse("Invalid value for 'id_token_hint' parameter.");
  const target = query.get('post_logout_redirect_uri');
  if (target !== null && !settings.postLogoutRedirectUris.includes(target)) {
    return refuse("The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings.");
  }
  const session = await parts.provider.Session.get(parts.provider.createContext(request, response));
  if (session.accountId !== undefined) await session.destroy();
  if (target === null) return sendPage(response, 200, messagePage('Signed out', 'You can close this page.'));
  const location = new URL(target);
  const state = query.get('state');
  if (state !== null) location.searchParams.set('state', state);
  sendRedirect(response, location.href);
}
