import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Effects } from '../../core/effects.ts';
import { serverId, type NewServerEntry } from '../../core/serverEntry.ts';
import type { EditorHost } from '../auth/planning/editorHost.ts';
import type { SignInTo } from '../auth/signInTo.ts';
import { addServerFromLink } from '../servers/addServerFromLink.ts';
import { askServer } from '../servers/askServer.ts';
import { readClientMetadataUrl } from '../settings/clientMetadataUrl.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import { plainText } from '../words/plainText.ts';
import type { CommandHandler } from './feature.ts';

/** What the command needs. */
export interface AddServerOptions {
  readonly setting: ServersSetting;
  readonly effects: Effects;
  readonly host: EditorHost;
  readonly signInTo: SignInTo;
}

/** An address that a link named: it only stands in the first question. */
const linkedSchema = z.object({ url: z.string() });

/** "Add Server": asks for it step by step, writes it to the settings, offers to sign in. */
export function addServerCommand({ setting, effects, host, signInTo }: AddServerOptions): CommandHandler {
  return async (argument) => {
    const inBrowser = host.uiKind === 'web';
    const clientMetadataUrl = readClientMetadataUrl();
    const { data: { url } = {} } = linkedSchema.safeParse(argument);
    const asked = await askServer({ effects, inBrowser, taken: setting.read(), clientMetadataUrl, url });
    if (asked.kind === 'link') {
      const tell = await addServerFromLink(asked.query, { setting, signInTo });
      return tell();
    }
    await setting.add(asked.entry);
    await offerSignIn(asked.entry, signInTo);
    return undefined;
  };
}

async function offerSignIn(entry: NewServerEntry, signInTo: SignInTo): Promise<void> {
  const signIn = vscode.l10n.t('Sign In');
  const redirects = vscode.l10n.t('Copy Redirect URIs');
  // Without a client ID the issuer learns the redirect URIs by itself.
  const words =
    entry.clientId === undefined
      ? vscode.l10n.t('Added the server "{0}".', plainText(entry.name))
      : vscode.l10n.t(
          'Added the server "{0}". Before you sign in, Okta must allow the redirect URIs: copy them for your Okta administrator.',
          plainText(entry.name),
        );
  const buttons = entry.clientId === undefined ? [signIn] : [signIn, redirects];
  const chosen = await vscode.window.showInformationMessage(words, ...buttons);
  if (chosen === signIn) await signInTo(serverId(entry));
  if (chosen === redirects) await vscode.commands.executeCommand('incidentDesk.copyRedirectUris');
}
