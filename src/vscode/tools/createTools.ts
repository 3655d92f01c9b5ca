import * as vscode from 'vscode';
import type { RememberedArguments } from '../../core/mcp/toolArguments/rememberedArguments.ts';
import type { SignedInAccounts } from '../auth/accounts/signedInAccounts.ts';
import type { Feature } from '../commands/feature.ts';
import { AnswerFiles } from '../documents/answers/answerFiles.ts';
import { createAnswerLenses } from '../documents/answers/answerLenses.ts';
import { saveAnswer } from '../documents/answers/saveAnswer.ts';
import type { FaceOptions } from '../faceOptions.ts';
import type { HeldFiles } from '../start/lazyFiles.ts';
import { ArgumentDocuments } from './arguments/argumentDocuments.ts';
import type { DraftStore } from './arguments/draftStore.ts';
import { createRunLenses } from './arguments/runLenses.ts';
import { callTool } from './callTool.ts';
import { resultAnswers } from './resultAnswers.ts';
import { argumentDocument, runTool } from './runTool.ts';
import { createToolCaller } from './toolCaller.ts';

/** What calling tools is built from. */
export interface ToolsOptions extends FaceOptions {
  readonly remembered: RememberedArguments;
  /** Of this workspace. */
  readonly drafts: DraftStore;
  /** Tells of other accounts, which may not see what tools answered the one before. */
  readonly accounts: Pick<SignedInAccounts, 'onDidChange'>;
  /** Of the documents. */
  readonly schemes: { readonly ofArguments: string; readonly ofResults: string };
}

type ToolCommands =
  'incidentDesk.callTool' | 'incidentDesk.runTool' | 'incidentDesk.resetToolArguments' | 'incidentDesk.saveResult';

/** Calling tools, with the documents of their arguments and results. */
export interface Tools extends Feature<ToolCommands> {
  readonly argumentFiles: HeldFiles;
  readonly resultFiles: HeldFiles;
}

/** Builds {@link Tools}. */
export function createTools(from: ToolsOptions): Tools {
  const { registry, withStepUp, log, now, accounts, remembered, drafts, schemes } = from;
  const kind = resultAnswers();
  const results = new AnswerFiles({ scheme: schemes.ofResults, now, kind, accounts });
  const documents = new ArgumentDocuments(drafts, schemes.ofArguments);
  const callWith = createToolCaller({ withStepUp, remembered, results, log });
  const running = new Set<string>();
  const options = { registry, withStepUp, remembered, documents, callWith };
  const parts = [
    ...[results, documents],
    vscode.languages.registerCodeLensProvider({ scheme: schemes.ofArguments }, createRunLenses(documents)),
    vscode.languages.registerCodeLensProvider({ scheme: schemes.ofResults }, createAnswerLenses(results, kind)),
  ];
  return {
    commands: {
      'incidentDesk.callTool': (argument) => callTool(options, argument),
      'incidentDesk.runTool': (argument) => runTool({ ...options, running }, argument),
      'incidentDesk.resetToolArguments': async (argument) =>
        documents.reset((await argumentDocument(documents, argument)).document),
      'incidentDesk.saveResult': (argument) => saveAnswer(results, argument),
    },
    argumentFiles: documents,
    resultFiles: results,
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
}
