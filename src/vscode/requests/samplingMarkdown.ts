import * as vscode from 'vscode';
import { codeBlock, plainMarkdown } from '../../core/mcp/markdownParts.ts';
import { promptDocument } from '../../core/mcp/documents/promptDocument.ts';
import type { SamplingAnswer, SamplingRequest } from '../../core/mcp/requests/sampling.ts';
import { labelText, multilineText } from '../../core/shownText.ts';
import { promptWords } from '../documents/promptWords.ts';

const { t } = vscode.l10n;
const TEXT_LENGTH = 400_000;

/** All that a model would be sent for a server, to be read before. What the server wrote stays text. */
export function samplingMarkdown(server: string, model: string, request: SamplingRequest): string {
  const { systemPrompt, messages: sent, maxTokens } = request;
  const messages = sent.flatMap(({ role, parts }) => parts.map((content) => ({ role, content })));
  const description = t('{0} would send this to {1}, and get at most {2} tokens back.', server, model, maxTokens);
  const { markdown: prompt } = promptDocument({ description, messages }, t('What {0} asks', server), promptWords(''));
  if (systemPrompt === '') return prompt;
  return `${prompt}\n${section(t('Instructions for the model'), systemPrompt)}\n`;
}

/** A model's answer, to be read before a server gets it. */
export function answerMarkdown(model: string, { text }: SamplingAnswer): string {
  return `${section(t('Answer of {0}', labelText(model)), text)}\n`;
}

function section(title: string, text: string): string {
  return [`## ${plainMarkdown(title)}`, codeBlock(multilineText(text, TEXT_LENGTH), 'text')].join('\n\n');
}
