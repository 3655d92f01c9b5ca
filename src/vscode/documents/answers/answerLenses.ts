import * as vscode from 'vscode';
import type { AnswerFiles, ShownAttachment } from './answerFiles.ts';
import type { AnswerKind } from './answerKind.ts';

const { t } = vscode.l10n;

/** The actions that stand over the parts of an answer. None comes from the text of the server. */
export function createAnswerLenses<Answer>(
  files: Pick<AnswerFiles<Answer>, 'get'>,
  { save, saveWhole }: Pick<AnswerKind<Answer>, 'save' | 'saveWhole'>,
): vscode.CodeLensProvider {
  return {
    provideCodeLenses: ({ uri }) => {
      const shown = files.get(uri);
      if (!shown) return [];
      const whole = shown.isCut ? [lens(0, { title: `$(save) ${saveWhole}`, command: save, arguments: [uri] })] : [];
      const parts = shown.attachments.flatMap((part) =>
        actionsOf(part, shown.serverId, save).map((c) => lens(part.line, c)),
      );
      return [...whole, ...parts];
    },
  };
}

function lens(line: number, command: vscode.Command): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command);
}

function actionsOf({ attachment, uri }: ShownAttachment, serverId: string, saving: string): readonly vscode.Command[] {
  if (attachment.kind === 'link') {
    const open = { title: `$(go-to-file) ${t('Open Resource')}`, command: 'incidentDesk.openResource' };
    return [{ ...open, arguments: [{ serverId, uri: attachment.uri }] }];
  }
  if (!uri) return [];
  const save = { title: `$(save) ${t('Save…')}`, command: saving, arguments: [uri] };
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
