import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import { serverId, type NewServerEntry, type ServerEntry } from '../../core/serverEntry.ts';
import type { SignInTo } from '../auth/signInTo.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import { plainText } from '../words/plainText.ts';
import { EDITOR_DIALOGS, type LinkDialogs } from './linkDialogs.ts';
import { linkSummary } from './linkSummary.ts';
import { parseServerLink } from './serverLink.ts';

const { t } = vscode.l10n;

/** What an add-server link may lead to, once the person agreed. */
export interface AddServerFromLinkOptions {
  readonly setting: Pick<ServersSetting, 'read' | 'add'>;
  readonly signInTo: SignInTo;
  /** The editor's own unless told. */
  readonly dialogs?: LinkDialogs;
}

/**
 * Shows what an add-server link holds and, only after the person's click, adds it to the person's settings. Anybody can
 * send such a link: by itself it writes nothing, changes nothing that is there, and signs in nowhere.
 * @returns what is left to tell, and the sign-in to offer; it may wait for the person for ever
 * @throws AppError `server_link_invalid`, `invalid_settings`, `cancelled`
 */
export async function addServerFromLink(
  query: string,
  { setting, signInTo, dialogs = EDITOR_DIALOGS }: AddServerFromLinkOptions,
): Promise<() => Promise<void>> {
  const linked = parseServerLink(query);
  const known = setting.read();
  const twin = known.find(({ url }) => url === linked.url);
  if (twin) return () => tellKnown(twin, linked, dialogs);
  const entry = { ...linked, name: freeName(linked.name, known) };
  const name = plainText(entry.name);
  if (!(await dialogs.confirm(t('Add the server "{0}"?', name), linkSummary(entry), t('Add')))) {
    throw new AppError('cancelled');
  }
  await setting.add(entry);
  return async () => {
    if (await dialogs.tell(t('Added the server "{0}".', name), t('Sign In'))) await signInTo(serverId(entry));
  };
}

/** A link never changes an entry: where the two differ, the person can, in the settings. */
async function tellKnown(twin: ServerEntry, linked: NewServerEntry, dialogs: LinkDialogs): Promise<void> {
  const name = plainText(twin.name);
  if (serverId(twin) === serverId(linked)) {
    await dialogs.tell(t('This server is there already, as "{0}".', name));
    return;
  }
  const words = t(
    'A server with this address is there already, as "{0}". With the link you would sign in elsewhere, or with another client ID. Nothing was changed.',
    name,
  );
  if (await dialogs.tell(words, t('Open Settings'))) await vscode.commands.executeCommand('incidentDesk.openSettings');
}

/** The name, with a number where another server has it. */
function freeName(name: string, known: readonly ServerEntry[]): string {
  const isTaken = (wanted: string): boolean => known.some((entry) => entry.name.toLowerCase() === wanted.toLowerCase());
  const numbered = known.map((_, index) => `${name} ${String(index + 2)}`);
  return [name, ...numbered].find((wanted) => !isTaken(wanted)) ?? name;
}
