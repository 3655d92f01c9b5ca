import * as vscode from 'vscode';
import { AppError } from '../../../core/errors.ts';
import { serverId } from '../../../core/serverEntry.ts';
import type { ServersSetting } from '../../settings/serversSetting.ts';
import { problemWords } from '../../settings/problemWords.ts';
import { plainText } from '../../words/plainText.ts';

/**
 * Asks for the client ID that an issuer demands, and writes it to the server's entry in the settings.
 * @returns the id of the server, which is another one now: the client ID is part of it
 * @throws AppError `cancelled`, `unknown_server`, `invalid_settings`
 */
export async function askClientId(
  id: string,
  issuer: string,
  setting: Pick<ServersSetting, 'read' | 'changeAt'>,
): Promise<string> {
  const entry = setting.read().find((other) => serverId(other) === id);
  if (!entry) throw new AppError('unknown_server', { server: id });
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Sign in to {0}: client ID', plainText(entry.name)),
    prompt: vscode.l10n.t(
      '{0} knows its applications by a client ID. In Okta: Applications > your app > General > Client Credentials > Client ID. It is no secret; your Okta administrator has it.',
      plainText(URL.parse(issuer)?.host ?? issuer),
    ),
    placeHolder: '0oa…',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? problemWords('empty') : undefined),
  });
  if (typed === undefined) throw new AppError('cancelled');
  const clientId = typed.trim();
  // The person may have edited the settings meanwhile.
  const index = setting.read().findIndex((other) => serverId(other) === id);
  if (index < 0) throw new AppError('unknown_server', { server: entry.name });
  await setting.changeAt(index, { clientId });
  return serverId({ ...entry, clientId });
}
