import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { SamplingAnswer, SamplingRequest } from '../../core/mcp/requests/sampling.ts';
import { serverId, type ServerEntry } from '../../core/serverEntry.ts';
import { askModel } from './askModel.ts';
import { chooseModel } from './chooseModel.ts';
import type { RequestDesk } from './requestDesk.ts';
import { answerDocument, samplingDocument } from './samplingDocument.ts';
import { consentToAnswer, consentToAsk } from './samplingConsent.ts';

/**
 * Has a language model of the editor answer a server, after the person has seen what is asked and agreed.
 * @throws AppError `no_model`, `cancelled`, `model_failed`
 */
export async function sampleByModel(
  entry: ServerEntry,
  request: SamplingRequest,
  documents: RequestDesk['documents'],
  signal: AbortSignal,
): Promise<SamplingAnswer> {
  const server = entry.name;
  const id = serverId(entry);
  const model = chooseModel(await vscode.lm.selectChatModels(), request.hints);
  if (!model) throw new AppError('no_model', { server });
  await documents.open(vscode.l10n.t('What {0} asks', server), id, samplingDocument(server, model.name, request));
  const consent = await consentToAsk(server, model.name, signal);
  if (consent === 'deny') throw new AppError('cancelled');
  const answer = await askModel(server, model, request, signal);
  if (consent === 'send') return answer;
  await documents.open(vscode.l10n.t('Answer for {0}', server), id, answerDocument(model.name, answer));
  if ((await consentToAnswer(server, signal)) === 'deny') throw new AppError('cancelled');
  return answer;
}
