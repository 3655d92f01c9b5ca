import { Buffer } from 'node:buffer';
import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { SamplingAnswer, SamplingPart, SamplingRequest } from '../../core/mcp/requests/sampling.ts';

/** A token has seldom more characters; and no answer has more than the second number. */
const CHARACTERS_PER_TOKEN = 8;
const ANSWER_LENGTH = 400_000;

/**
 * Has one of the editor's language models answer, to which the person agreed.
 * @throws AppError `cancelled` where the editor's own question was declined, `model_failed`
 */
export async function askModel(
  server: string,
  model: vscode.LanguageModelChat,
  request: SamplingRequest,
  signal: AbortSignal,
): Promise<SamplingAnswer> {
  const stop = new vscode.CancellationTokenSource();
  const cancel = (): void => stop.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const limit = Math.min(request.maxTokens * CHARACTERS_PER_TOKEN, ANSWER_LENGTH);
  try {
    const justification = vscode.l10n.t('{0} asks for an answer of a language model.', server);
    const response = await model.sendRequest(messagesOf(request), { justification }, stop.token);
    let text = '';
    for await (const part of response.text) {
      text += part;
      if (text.length > limit) return { text: text.slice(0, limit), model: model.id, isCut: true };
    }
    return { text, model: model.id, isCut: false };
  } catch (error) {
    throw failureOf(error, server, model.name, signal);
  } finally {
    signal.removeEventListener('abort', cancel);
    stop.cancel();
    stop.dispose();
  }
}

/** The editor's models know no system prompt: it goes first, as the user's. */
function messagesOf({ systemPrompt, messages }: SamplingRequest): vscode.LanguageModelChatMessage[] {
  const { User: user, Assistant: assistant } = vscode.LanguageModelChatMessageRole;
  return [
    ...(systemPrompt === '' ? [] : [new vscode.LanguageModelChatMessage(user, systemPrompt)]),
    ...messages.map(
      ({ role, parts }) => new vscode.LanguageModelChatMessage(role === 'user' ? user : assistant, parts.map(partOf)),
    ),
  ];
}

function partOf(part: SamplingPart): vscode.LanguageModelTextPart | vscode.LanguageModelDataPart {
  if (part.type === 'text') return new vscode.LanguageModelTextPart(part.text);
  return vscode.LanguageModelDataPart.image(Buffer.from(part.base64, 'base64'), part.mimeType);
}

function failureOf(error: unknown, server: string, model: string, signal: AbortSignal): AppError {
  const isDeclined =
    error instanceof vscode.LanguageModelError && error.code === vscode.LanguageModelError.NoPermissions.name;
  if (signal.aborted || isDeclined) return new AppError('cancelled', {}, { cause: error });
  const reason = reasonOf(error);
  return new AppError('model_failed', { server, model, reason }, { cause: error });
}

/** The editor hands failures of other extensions on as objects that are no errors. */
function reasonOf(error: unknown): string {
  const message: unknown = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return typeof message === 'string' ? message : '';
}
