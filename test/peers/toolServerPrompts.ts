import type { GetPromptResult, Prompt } from '@modelcontextprotocol/sdk/types.js';
import { answerOf } from './toolServerTools.ts';

/** Prompts with messages of each kind, with pictures alone, and without end. */
export const PROMPTS: Prompt[] = [
  { name: 'brief', title: 'Brief the Team', description: 'Gathers the evidence of an incident.' },
  { name: 'sketch', title: 'Sketch' },
  { name: 'chronicle', title: 'Chronicle' },
];

/** What becomes of a prompt. */
export function renderedPrompt(name: string): GetPromptResult {
  if (name === 'chronicle') {
    return { messages: [{ role: 'user', content: { type: 'text', text: 'flood '.repeat(100_000) } }] };
  }
  const { content } = answerOf('gather', {});
  const messages = content.map((part) => ({ role: 'user' as const, content: part }));
  if (name === 'sketch') return { messages: messages.filter((message) => message.content.type === 'image') };
  const answer = { role: 'assistant' as const, content: { type: 'text' as const, text: 'I see a red square.' } };
  return { description: 'Evidence, message by message.', messages: [...messages, answer] };
}
