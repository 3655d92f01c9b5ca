import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/mcp/connection.ts';
import { plainText } from '../words/plainText.ts';
import { shownPart } from '../words/shownPart.ts';

const { t } = vscode.l10n;

/** Characters of the arguments that a dialog shows; a dialog does not scroll. */
const ARGUMENTS_LENGTH = 600;

/** Who asks, and which server it is about. */
export interface ApiAsker {
  /** Name that the extension gives itself, with its id. */
  readonly extension: string;
  readonly server: string;
}

/** Asks whether an extension may read from a server, from now on. @throws AppError `cancelled` */
export async function askToRead({ extension, server }: ApiAsker): Promise<void> {
  const question = t('Allow {0} to read from {1}?', plainText(extension), plainText(server));
  const detail = t('It sees what you may see there, until you choose "Forget Allowed Extensions".');
  await askModally(question, `${detail}\n\n${claim()}`, t('Allow'));
}

/** Asks whether an extension may make one call that can change things. @throws AppError `cancelled` */
export async function askToCall({ extension, server }: ApiAsker, tool: string, args: JsonObject): Promise<void> {
  const question = t('Let {0} call "{1}" on {2}?', plainText(extension), plainText(tool), plainText(server));
  const sent = shownPart(JSON.stringify(args, undefined, 2), ARGUMENTS_LENGTH);
  await askModally(
    question,
    `${t('It may change what the server holds. Arguments:')}\n${sent}\n\n${claim()}`,
    t('Call'),
  );
}

function claim(): string {
  return t('The name is what the extension says of itself: VS Code does not tell who asks.');
}

async function askModally(question: string, detail: string, agree: string): Promise<void> {
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, agree);
  if (chosen !== agree) throw new AppError('cancelled');
}
