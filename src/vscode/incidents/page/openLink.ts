import * as vscode from 'vscode';
import { linkAddress } from './text/linkAddress.ts';

const { t } = vscode.l10n;

/** Opens the address of a link in an incident's text, after the person has seen where it leads. */
export async function openLink(text: string): Promise<void> {
  const address = linkAddress(text);
  if (address === undefined) return;
  const [open, copy] = [t('Open Page'), t('Copy Address')];
  const question = t('Open a page of {0}? The link is from the text of an incident.', new URL(address).host);
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail: address }, open, copy);
  if (chosen === copy) await vscode.env.clipboard.writeText(address);
  if (chosen === open) await vscode.env.openExternal(vscode.Uri.parse(address, true));
}
