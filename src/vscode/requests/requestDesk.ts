import * as vscode from 'vscode';
import type { AnswerDocument } from '../../core/mcp/documents/answerDocument.ts';
import type { Memory } from '../../core/oauth/discovery/resourceRefusals.ts';
import type { SignedInAccounts } from '../auth/accounts/signedInAccounts.ts';
import { AnswerFiles } from '../documents/answers/answerFiles.ts';
import { createAnswerLenses } from '../documents/answers/answerLenses.ts';
import { ModelOffer } from './modelOffer.ts';
import { QuestionQueue } from './questionQueue.ts';
import { RootsConsent } from './rootsConsent.ts';
import { samplingAnswers } from './samplingDocument.ts';

/** Questions of one server that wait for the person. */
const WAITING = 5;

/** What the questions of all servers share. */
export interface RequestDesk extends vscode.Disposable {
  readonly questions: QuestionQueue;
  readonly models: ModelOffer;
  readonly rootsConsent: RootsConsent;
  /** For prompts and answers of language models. */
  readonly documents: AnswerFiles<AnswerDocument>;
  readonly log: vscode.LogOutputChannel;
}

/** What the desk is made from. */
export interface RequestDeskOptions {
  readonly log: vscode.LogOutputChannel;
  /** Holds what is known from earlier. */
  readonly memory: Memory;
  /** Of the documents. */
  readonly scheme: string;
  readonly now: () => number;
  /** Tells of other accounts, which may not see what the server of the one before asked. */
  readonly accounts: Pick<SignedInAccounts, 'onDidChange'>;
}

/** Makes the one {@link RequestDesk}. */
export function createRequestDesk({ log, memory, scheme, now, accounts }: RequestDeskOptions): RequestDesk {
  const models = new ModelOffer(memory, log);
  const kind = samplingAnswers();
  const documents = new AnswerFiles({ scheme, now, kind, accounts });
  const lenses = vscode.languages.registerCodeLensProvider({ scheme }, createAnswerLenses(documents, kind));
  return {
    ...{ models, documents, log },
    questions: new QuestionQueue(WAITING),
    rootsConsent: new RootsConsent(memory),
    dispose: () => {
      models.dispose();
      lenses.dispose();
      documents.dispose();
    },
  };
}
