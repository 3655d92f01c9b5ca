import * as vscode from 'vscode';
import { AppError } from '../../../core/errors.ts';
import { serverId, type ServerEntry } from '../../../core/serverEntry.ts';
import { plainLabel } from '../../quickInput/plainLabel.ts';
import { plainText } from '../../words/plainText.ts';
import type { IssuerMemory } from './issuerMemory.ts';

/**
 * Which of the issuers that a server names to sign in at: the one chosen before as long as the server names it, else
 * the one that the person picks now.
 * @throws AppError `cancelled`
 */
export async function chooseIssuer(
  server: ServerEntry,
  issuers: readonly string[],
  memory: Pick<IssuerMemory, 'chosen' | 'choose'>,
): Promise<string> {
  const id = serverId(server);
  const before = memory.chosen(id);
  if (before !== undefined && issuers.includes(before)) return before;
  const items = issuers.map((issuer) => ({
    label: plainLabel(URL.parse(issuer)?.host ?? issuer),
    description: plainLabel(URL.parse(issuer)?.pathname ?? ''),
    issuer,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Where do you sign in to {0}?', plainText(server.name)),
    placeHolder: vscode.l10n.t('This server accepts several. Pick the one where you have an account.'),
    ignoreFocusOut: true,
  });
  if (!picked) throw new AppError('cancelled');
  await memory.choose(id, picked.issuer);
  return picked.issuer;
}
