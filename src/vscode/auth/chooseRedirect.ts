import { AppError } from '../../core/errors.ts';
import { CALLBACK_PATH, EXTENSION_ID } from '../../shared/names.ts';

/** Where the extension runs, as far as a sign-in can tell. */
export interface EditorHost {
  readonly uiKind: 'desktop' | 'web';
  /** Scheme by which the operating system finds this editor, such as `vscode`. */
  readonly uriScheme: string;
}

/** How the answer of a sign-in comes back: straight to the editor, or through a relay page. */
export interface Redirect {
  readonly kind: 'bare' | 'relay';
  readonly redirectUri: string;
}

/** The editor's own callback: it never changes, so that Okta's exact match finds it. */
export function bareRedirectUri(uriScheme: string): string {
  return `${uriScheme}://${EXTENSION_ID}${CALLBACK_PATH}`;
}

/**
 * The redirect URI of a sign-in. In a browser the editor's callback address changes at each request, which Okta's
 * exact match refuses: there the relay page stands in for it.
 * @throws AppError `relay_required`
 */
export function chooseRedirect(host: EditorHost, relay: string | undefined): Redirect {
  if (host.uiKind === 'desktop') return { kind: 'bare', redirectUri: bareRedirectUri(host.uriScheme) };
  if (relay === undefined) throw new AppError('relay_required');
  return { kind: 'relay', redirectUri: relay };
}
