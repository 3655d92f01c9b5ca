import {
  acceptedContent,
  completable,
  type GetPromptResult,
  inputRequired,
  type PromptMessage,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Register } from './fixtureParts.ts';
import { IMAGE } from './samples.ts';
import { askFor } from './tools/questions.ts';

const contextSchema = z.object({ context: z.string() });

function messages(...contents: PromptMessage['content'][]): GetPromptResult {
  return { messages: contents.map((content) => ({ role: 'user', content })) };
}

const text = (words: string) => ({ type: 'text', text: words }) as const;

/** Adds prompts with and without arguments, one with a picture and one that asks before it answers. */
export const registerFixturePrompts: Register = (server) => {
  server.registerPrompt('test_simple_prompt', { description: 'Words alone' }, () =>
    messages(text('This is a simple prompt for testing.')),
  );
  server.registerPrompt('test_prompt_with_image', { description: 'A picture' }, () =>
    messages({ type: 'image', ...IMAGE }, text('Please analyze the image above.')),
  );
  const complete = (typed: string) => ['paris', 'parma', 'test'].filter((word) => word.startsWith(typed));
  const argsSchema = z.object({ arg1: completable(z.string(), complete), arg2: completable(z.string(), complete) });
  server.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'Says its two arguments', argsSchema },
    ({ arg1, arg2 }) => messages(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'A resource', argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri: uri }) => {
      const resource = { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' };
      return messages({ type: 'resource', resource }, text('Please process the embedded resource above.'));
    },
  );
  server.registerPrompt(
    'test_input_required_result_prompt',
    { description: 'Asks before it answers', argsSchema: z.object({}) },
    (_given, { mcpReq }) => {
      const given = contextSchema.safeParse(acceptedContent(mcpReq.inputResponses, 'user_context'));
      if (given.success) return messages(text(`Use the following context: ${given.data.context}`));
      return inputRequired({ inputRequests: { user_context: askFor('Which context?', 'context') } });
    },
  );
};
