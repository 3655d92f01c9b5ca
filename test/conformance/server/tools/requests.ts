import type { ElicitRequestFormParams, ElicitResult, ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { type Register, says } from '../fixtureParts.ts';

const NO_ARGUMENTS = z.object({});

type Form = ElicitRequestFormParams['requestedSchema'];

const RESPONSE: Form = {
  type: 'object',
  properties: { response: { type: 'string', description: "User's response" } },
  required: ['response'],
};

const DEFAULTS: Form = {
  type: 'object',
  properties: {
    name: { type: 'string', description: 'User name', default: 'John Doe' },
    age: { type: 'integer', description: 'User age', default: 30 },
    score: { type: 'number', description: 'User score', default: 95.5 },
    status: { type: 'string', description: 'User status', enum: ['active', 'inactive', 'pending'], default: 'active' },
    verified: { type: 'boolean', description: 'Verification status', default: true },
  },
  required: [],
};

const OPTIONS = ['option1', 'option2', 'option3'];
const titled = (name: string) =>
  ['First', 'Second', 'Third'].map((place, at) => ({ const: `value${at + 1}`, title: `${place} ${name}` }));
const CHOICES: Form = {
  type: 'object',
  properties: {
    untitledSingle: { type: 'string', description: 'Select one option', enum: OPTIONS },
    titledSingle: { type: 'string', description: 'Select one option with titles', oneOf: titled('Option') },
    legacyEnum: {
      type: 'string',
      description: 'Select one option (legacy)',
      enum: ['opt1', 'opt2', 'opt3'],
      enumNames: ['Option One', 'Option Two', 'Option Three'],
    },
    untitledMulti: {
      type: 'array',
      description: 'Select multiple options',
      minItems: 1,
      maxItems: 3,
      items: { type: 'string', enum: OPTIONS },
    },
    titledMulti: {
      type: 'array',
      description: 'Select multiple options with titles',
      minItems: 1,
      maxItems: 3,
      items: { anyOf: titled('Choice') },
    },
  },
  required: [],
};

const sampledSchema = z.object({ content: z.object({ text: z.string() }) });
const words = ({ action, content = {} }: ElicitResult): string =>
  `action=${action}, content=${JSON.stringify(content)}`;

type Asking = Pick<ServerContext['mcpReq'], 'send'>;
const fillIn = (client: Asking, params: ElicitRequestFormParams): Promise<ElicitResult> =>
  client.send({ method: 'elicitation/create', params });

/** Adds the tools that ask the client while they run, as servers of the 2025 era do. */
export const registerRequestingTools: Register = (server) => {
  server.registerTool(
    'test_sampling',
    { description: "Asks the client's model", inputSchema: z.object({ prompt: z.string() }) },
    async ({ prompt }, { mcpReq }) => {
      const messages = [{ role: 'user', content: { type: 'text', text: prompt } } as const];
      const sampled = await mcpReq.send({ method: 'sampling/createMessage', params: { messages, maxTokens: 100 } });
      return says(`LLM response: ${sampledSchema.parse(sampled).content.text}`);
    },
  );
  server.registerTool(
    'test_elicitation',
    { description: 'Asks the person', inputSchema: z.object({ message: z.string() }) },
    async ({ message }, { mcpReq }) => {
      const answer = await fillIn(mcpReq, { message, requestedSchema: RESPONSE });
      return says(`User response: ${words(answer)}`);
    },
  );
  for (const [name, requestedSchema] of [
    ['test_elicitation_sep1034_defaults', DEFAULTS],
    ['test_elicitation_sep1330_enums', CHOICES],
  ] as const) {
    server.registerTool(
      name,
      { description: 'Has a form filled in', inputSchema: NO_ARGUMENTS },
      async (_given, { mcpReq }) =>
        says(
          `Elicitation completed: ${words(await fillIn(mcpReq, { message: 'Please fill in the form', requestedSchema }))}`,
        ),
    );
  }
};
