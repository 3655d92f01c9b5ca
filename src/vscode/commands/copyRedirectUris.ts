import * as vscode from 'vscode';
import { redirectUris, type IssuerRedirectUris } from '../../core/oauth/callbacks/redirectUris.ts';
import { desktopScheme } from '../auth/planning/desktopScheme.ts';
import type { EditorHost } from '../auth/planning/editorHost.ts';
import type { IssuerMemory } from '../auth/planning/issuerMemory.ts';
import { pickFrom } from '../quickInput/pickFrom.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import type { CommandHandler } from './feature.ts';

/** What the command needs. */
export interface CopyRedirectUrisOptions {
  readonly setting: Pick<ServersSetting, 'read'>;
  readonly issuers: Pick<IssuerMemory, 'learned'>;
  readonly host: EditorHost;
}

const { t } = vscode.l10n;

/** "Copy Redirect URIs for Okta": those of one issuer, to the clipboard, one a line, and shown. */
export function copyRedirectUrisCommand({ setting, issuers, host }: CopyRedirectUrisOptions): CommandHandler {
  return async () => {
    const scheme = desktopScheme(host);
    const { issuer, uris } = await chooseIssuer(redirectUris(setting.read(), issuers.learned(), scheme));
    const list = uris.join('\n');
    await vscode.env.clipboard.writeText(list);
    const where = t('In Okta: Applications > your app > General > Sign-in redirect URIs.');
    const heading = issuer === undefined ? where : `${t('For {0}.', issuer)} ${where}`;
    const whose = t(
      'The address that begins with {0}:// is for that editor on the desktop. Colleagues with another editor, such as VS Code Insiders, run this command in theirs.',
      scheme,
    );
    await vscode.window.showInformationMessage(t('Copied the redirect URIs'), {
      modal: true,
      detail: [heading, list, whose].join('\n\n'),
    });
  };
}

/** Each issuer allows its own addresses and no other's, so that it cannot be made to answer in another's place. */
async function chooseIssuer(all: readonly IssuerRedirectUris[]): Promise<IssuerRedirectUris> {
  const [only] = all;
  if (only && all.length === 1) return only;
  const items = all.map((each) => ({
    label: plainLabel(each.issuer ?? t('A server that was never signed in to')),
    detail: each.uris[0] ?? '',
    each,
  }));
  const picked = await pickFrom(async () => items, { placeHolder: t('Which authorization server are they for?') });
  return picked.each;
}
