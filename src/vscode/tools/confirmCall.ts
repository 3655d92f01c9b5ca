import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/mcp/connection.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import type { PickedTool } from './pickTool.ts';
import { shownArguments } from './shownArguments.ts';

const { t } = vscode.l10n;

/** Asks before a tool is called that may destroy something, or with arguments that nobody looked at. @throws AppError `cancelled` */
export async function confirmCall(
  { tool, client }: Pick<PickedTool, 'tool' | 'client'>,
  args: JsonObject,
): Promise<void> {
  const call = t('Call');
  const warning = tool.destructive
    ? t('It may change or delete what the server holds.')
    : t('Its arguments were out of sight when this call was asked for.');
  const shown = Object.keys(args).length > 0 ? `\n\n${shownArguments(args, tool.inputSchema)}` : '';
  const chosen = await vscode.window.showWarningMessage(
    t('Call "{0}" on {1}?', plainLabel(tool.title), plainLabel(client.entry.name)),
    { modal: true, detail: `${warning}${shown}` },
    call,
  );
  if (chosen !== call) throw new AppError('cancelled');
}
