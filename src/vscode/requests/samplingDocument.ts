import * as vscode from 'vscode';
import type { AnswerDocument } from '../../core/mcp/documents/answerDocument.ts';
import { promptDocument } from '../../core/mcp/documents/promptDocument.ts';
import { codeBlock, plainMarkdown } from '../../core/mcp/markdownParts.ts';
import type { SamplingAnswer, SamplingRequest } from '../../core/mcp/requests/sampling.ts';
import { labelText, multilineText } from '../../core/shownText.ts';
import type { AnswerKind } from '../documents/answers/answerKind.ts';
import { promptWords } from '../documents/promptWords.ts';

const { t } = vscode.l10n;
const TEXT_LENGTH = 400_000;

/** How what passes between a server and a language model is shown: written down already, and nothing to keep. */
export function samplingAnswers(): AnswerKind<AnswerDocument> {
  return { write: (document) => document, gone: t('What was here is not kept any more.') };
}

/**
 * All that a model would be sent for a server, to be read before. What the server wrote stays text. A request is
 * bounded so that nothing of it is cut off.
 */
export function samplingDocument(server: string, model: string, request: SamplingRequest): AnswerDocument {
  const { systemPrompt, messages: sent, maxTokens } = request;
  const messages = sent.flatMap(({ role, parts }) => parts.map((content) => ({ role, content })));
  const description = t('{0} would send this to {1}, and get at most {2} tokens back.', server, model, maxTokens);
  const prompt = promptDocument({ description, messages }, t('What {0} asks', server), promptWords());
  if (systemPrompt === '') return prompt;
  return { ...prompt, markdown: `${prompt.markdown}\n${section(t('Instructions for the model'), systemPrompt)}\n` };
}

/** A model's answer, to be read before a server gets it. */
export function answerDocument(model: string, { text }: SamplingAnswer): AnswerDocument {
  return { markdown: `${section(t('Answer of {0}', labelText(model)), text)}\n`, attachments: [], isCut: false };
}

function section(title: string, text: string): string {
  return [`## ${plainMarkdown(title)}`, codeBlock(multilineText(text, TEXT_LENGTH), 'text')].join('\n\n');
}
