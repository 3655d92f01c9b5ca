import { l10n } from 'vscode';
import type { ListKind } from '../../../core/mcp/catalog/listState.ts';
import type { CommandId } from '../../commands/commandIds.ts';

const { t } = l10n;

/** The command that a list's items are clicked for, and its title. */
export function itemCommand(list: ListKind): {
  readonly command: CommandId;
  title: string;
} {
  switch (list) {
    case 'tools':
      return { command: 'incidentDesk.callTool', title: t('Call Tool') };
    case 'prompts':
      return { command: 'incidentDesk.renderPrompt', title: t('Render Prompt') };
    case 'resources':
    case 'templates':
      return { command: 'incidentDesk.openResource', title: t('Open Resource') };
  }
}
