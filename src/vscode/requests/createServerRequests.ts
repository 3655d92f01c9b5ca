import * as vscode from 'vscode';
import type { ServerRequests } from '../../core/mcp/requests/serverRequests.ts';
import { isAppError } from '../../core/errors.ts';
import { serverId } from '../../core/serverEntry.ts';
import type { ServerEntry } from '../../core/serverEntry.ts';
import { openInBrowser } from '../auth/browser/openInBrowser.ts';
import { messageFor } from '../words/messages.ts';
import { plainText } from '../words/plainText.ts';
import { askElicitation } from './askElicitation.ts';
import { askWhileWaited } from './askWhileWaited.ts';
import { consentToPage } from './consentToPage.ts';
import type { RequestDesk } from './requestDesk.ts';
import { sampleByModel } from './sampleByModel.ts';
import { serverLogWriter } from './serverLogWriter.ts';
import { workspaceRoots } from './workspaceRoots.ts';

/** What a server may ask of the person and the editor, for one connection. */
export function createServerRequests(entry: ServerEntry, desk: RequestDesk): ServerRequests {
  const { questions, models, documents, log } = desk;
  const server = entry.name;
  const asker = { id: serverId(entry), name: server };
  const ask = <T>(signal: AbortSignal, question: () => Promise<T>): Promise<T> =>
    askWhileWaited(questions, asker, signal, question);
  /** Pages that the person opened for the server, by their ids. */
  const opened = new Set<string>();
  return {
    elicit: (form, signal) => ask(signal, () => askElicitation(server, form, signal)),
    elicitUrl: (page, signal) =>
      ask(signal, async () => {
        const action = await consentToPage(server, page, openInBrowser, signal);
        if (action === 'accept' && page.id !== '') opened.add(page.id);
        return action;
      }),
    onPageDone: (id) => {
      if (!opened.delete(id)) return;
      const text = vscode.l10n.t('{0} says that you are done in the browser.', plainText(server));
      void vscode.window.showInformationMessage(text);
    },
    ...(models.isThere
      ? {
          sample: (request, signal) =>
            ask(signal, () => sampleByModel(entry, request, documents, signal)).catch((error: unknown) => {
              // A server of 2025-11-25 is told, and may keep it to itself.
              if (isAppError(error, 'no_model', 'model_failed')) log.warn(messageFor(error).text);
              throw error;
            }),
        }
      : {}),
    roots: workspaceRoots(entry, desk),
    log: serverLogWriter(server, log),
    onDidChangeOffer: models.onDidChange,
  };
}
