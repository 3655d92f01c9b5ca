import type * as vscode from 'vscode';
import type { Memory } from '../../core/oauth/discovery/resourceRefusals.ts';
import { ReadonlyDocuments } from '../documents/readonlyDocuments.ts';
import { SAMPLING_SCHEME } from '../documents/schemes.ts';
import { ModelOffer } from './modelOffer.ts';
import { QuestionQueue } from './questionQueue.ts';
import { RootsConsent } from './rootsConsent.ts';

/** What the questions of all servers share. */
export interface RequestDesk extends vscode.Disposable {
  readonly questions: QuestionQueue;
  readonly models: ModelOffer;
  readonly rootsConsent: RootsConsent;
  /** For prompts and answers of language models. */
  readonly documents: ReadonlyDocuments;
  readonly log: vscode.LogOutputChannel;
}

/** Makes the one {@link RequestDesk}; `memory` holds what is known from earlier. */
export function createRequestDesk(log: vscode.LogOutputChannel, memory: Memory): RequestDesk {
  const models = new ModelOffer(memory, log);
  const documents = new ReadonlyDocuments(SAMPLING_SCHEME);
  return {
    ...{ models, documents, log },
    questions: new QuestionQueue(),
    rootsConsent: new RootsConsent(memory),
    dispose: () => {
      models.dispose();
      documents.dispose();
    },
  };
}
