import * as vscode from 'vscode';

/** How a person is asked about an add-server link. */
export interface LinkDialogs {
  /** A question that has to be answered; whether the answer was `button`. */
  confirm(question: string, detail: string, button: string): Promise<boolean>;
  /** A message that may be overlooked; whether `button`, where there is one, was pressed. */
  tell(words: string, button?: string): Promise<boolean>;
}

/** The editor's own dialogs. */
export const EDITOR_DIALOGS: LinkDialogs = {
  confirm: async (question, detail, button) =>
    (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button,
  tell: async (words, button) => {
    const chosen = await vscode.window.showInformationMessage(words, ...(button === undefined ? [] : [button]));
    return button !== undefined && chosen === button;
  },
};
