import * as vscode from 'vscode';
import type { CommandId } from '../../commands/commandIds.ts';
import type { ResultFiles, ShownAttachment } from './resultFiles.ts';

const { t } = vscode.l10n;
const SAVE: CommandId = 'incidentDesk.saveResult';

/** The actions that stand over the parts of a result. None comes from the text of the server. */
export function createResultLenses(files: Pick<ResultFiles, 'get'>): vscode.CodeLensProvider {
  return {
    provideCodeLenses: ({ uri }) => {
      const shown = files.get(uri);
      if (!shown) return [];
      const whole = shown.isCut
        ? [lens(0, { title: `$(save) ${t('Save Whole Result…')}`, command: SAVE, arguments: [uri] })]
        : [];
      const parts = shown.attachments.flatMap((part) => actionsOf(part, shown.serverId).map((c) => lens(part.line, c)));
      return [...whole, ...parts];
    },
  };
}

function lens(line: number, command: vscode.Command): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command);
}

function actionsOf({ attachment, uri }: ShownAttachment, serverId: string): readonly vscode.Command[] {
  if (attachment.kind === 'link') {
    const open = { title: `$(go-to-file) ${t('Open Resource')}`, command: 'incidentDesk.openResource' };
    return [{ ...open, arguments: [{ serverId, uri: attachment.uri }] }];
  }
  if (!uri) return [];
  const save = { title: `$(save) ${t('Save…')}`, command: SAVE, arguments: [uri] };
  const open = openTitle(attachment.kind);
  return open === undefined ? [save] : [{ title: open, command: 'vscode.open', arguments: [uri] }, save];
}

function openTitle(kind: 'image' | 'audio' | 'text' | 'other'): string | undefined {
  switch (kind) {
    case 'image':
      return `$(file-media) ${t('Open Image')}`;
    case 'audio':
      return `$(unmute) ${t('Play')}`;
    case 'text':
      return `$(go-to-file) ${t('Open as a Document')}`;
    case 'other':
      return undefined;
  }
}
