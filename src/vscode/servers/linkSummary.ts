import { l10n } from 'vscode';
import { labelText } from '../../core/shownText.ts';
import type { NewServerEntry } from '../../core/serverEntry.ts';

/** Characters shown of one value: more than a link may hold, so that nothing is cut off. */
const VALUE_LENGTH = 4000;

/** Every value of an entry that a link brought, who is who first, and what the link's sender chose. */
export function linkSummary(entry: NewServerEntry): string {
  const { url, issuer, clientId, scopes, signIn, resource, relay, identityProvider } = entry;
  const issuerHost = issuer === undefined ? l10n.t('wherever the server says') : hostOf(issuer);
  const hosts = [
    l10n.t('Incident server: {0}', hostOf(url)),
    l10n.t('You sign in at: {0}', issuerHost),
    ...(identityProvider ? [l10n.t('Your company signs you in at: {0}', hostOf(identityProvider.issuer))] : []),
    ...(relay === undefined ? [] : [l10n.t('The sign-in comes back through: {0}', hostOf(relay))]),
  ];
  const values = {
    url,
    issuer,
    clientId,
    scopes: scopes?.join(' '),
    signIn,
    resource,
    relay,
    'identityProvider.issuer': identityProvider?.issuer,
    'identityProvider.clientId': identityProvider?.clientId,
  };
  const lines = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${labelText(value, VALUE_LENGTH)}`],
  );
  const warning = l10n.t(
    'Whoever made this link chose all of this: which server gets your sign-in, where you sign in, and what page it comes back through. Add it only if you expected the link and know these addresses.',
  );
  return [...hosts, '', ...lines, '', warning].join('\n');
}

function hostOf(address: string): string {
  return new URL(address).host;
}
