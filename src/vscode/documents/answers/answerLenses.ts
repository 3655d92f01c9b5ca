import * as vscode from 'vscode';
import type { CommandId } from '../../commands/commandIds.ts';
import type { AnswerFiles, ShownAttachment } from './answerFiles.ts';
import type { AnswerKind } from './answerKind.ts';

const { t } = vscode.l10n;

/** The actions that stand over the parts of an answer. None comes from the text of the server. */
export function createAnswerLenses<Answer>(
  files: Pick<AnswerFiles<Answer>, 'get'>,
  { saving }: Pick<AnswerKind<Answer>, 'saving'>,
): vscode.CodeLensProvider {
  return {
    provideCodeLenses: ({ uri }) => {
      const shown = files.get(uri);
      if (!shown) return [];
      const whole = shown.isCut && saving ? [lens(0, saveAction(saving, saving.whole, uri))] : [];
      const parts = shown.attachments.flatMap((part) =>
        actionsOf(part, shown.serverId, saving).map((action) => lens(part.line, action)),
      );
      return [...whole, ...parts];
    },
  };
}

function lens(line: number, command: vscode.Command): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command);
}

function actionsOf(
  { attachment, uri }: ShownAttachment,
  serverId: string,
  saving: AnswerKind<never>['saving'],
): readonly vscode.Command[] {
  if (attachment.kind === 'link') {
    const open = { title: `$(go-to-file) ${t('Open Resource')}`, command: 'incidentDesk.openResource' };
    return [{ ...open, arguments: [{ serverId, uri: attachment.uri }] }];
  }
  if (!uri) return [];
  const save = saving ? [saveAction(saving, t('Save…'), uri)] : [];
  const open = openTitle(attachment.kind);
  return open === undefined ? save : [{ title: open, command: 'vscode.open', arguments: [uri] }, ...save];
}

function saveAction({ command }: { readonly command: CommandId }, title: string, uri: vscode.Uri): vscode.Command {
  return { title: `$(save) ${title}`, command, arguments: [uri] };
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
