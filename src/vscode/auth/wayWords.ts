import { l10n } from 'vscode';
import type { Way } from '../../core/oauth/signIn/waysToSignIn.ts';

const TITLES: Record<Way, () => string> = {
  uri: () => l10n.t('Let the browser open VS Code'),
  relay: () => l10n.t('Use the relay page'),
  loopback: () => l10n.t('Use 127.0.0.1'),
  device: () => l10n.t('Type a code instead'),
  paste: () => l10n.t('Paste an address instead'),
  clientCredentials: () => l10n.t('Sign in as a machine'),
};

/** What the link to a way to sign in says. */
export function wayTitle(way: Way): string {
  return TITLES[way]();
}

/** How a way is offered where none has begun, and what it asks of the person. */
export function wayOffer(way: Way): { readonly label: string; readonly detail?: string } {
  switch (way) {
    case 'device':
      return {
        label: l10n.t('Type a code'),
        detail: l10n.t('You get a short code, and type it on the sign-in page: here or on another device.'),
      };
    case 'paste':
      return {
        label: l10n.t('Paste an address'),
        detail: l10n.t('Sign in in your browser, then paste the address of the page that fails to load.'),
      };
    default:
      return { label: wayTitle(way) };
  }
}
