import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  type InputRequests,
  inputRequired,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import { type Register, says } from '../fixtureParts.ts';
import { askFor, askModel } from './questions.ts';

const NO_ARGUMENTS = z.object({});
const nameSchema = z.object({ name: z.string() });
const messageSchema = z.object({ content: z.object({ text: z.string() }) });
const capabilitySchema = z.record(z.string(), z.unknown()).optional();
const envelopeSchema = z.object({
  [CLIENT_CAPABILITIES_META_KEY]: z.object({
    elicitation: capabilitySchema,
    sampling: capabilitySchema,
    roots: capabilitySchema,
  }),
});
const rootsSchema = z.object({ roots: z.array(z.looseObject({ uri: z.string() })) });

/** Adds the tools that need one answer each: from the person, the client's model, or of its folders. */
export const registerAskingOnce: Register = (server) => {
  const register = (
    kind: string,
    ask: () => InputRequests,
    read: (answers: Record<string, unknown>) => string | undefined,
  ): void => {
    server.registerTool(
      kind,
      { description: `Asks as the scenarios of ${kind} expect`, inputSchema: NO_ARGUMENTS },
      (_given, { mcpReq }) => {
        const answer = read(mcpReq.inputResponses ?? {});
        return answer === undefined ? inputRequired({ inputRequests: ask() }) : says(answer);
      },
    );
  };
  register(
    'test_input_required_result_elicitation',
    () => ({ user_name: askFor('What is your name?', 'name') }),
    (answers) => {
      const given = nameSchema.safeParse(acceptedContent(answers, 'user_name'));
      return given.success ? `Hello, ${given.data.name}!` : undefined;
    },
  );
  const askCapital = () => ({ capital_question: askModel('What is the capital of France?') });
  register('test_input_required_result_sampling', askCapital, ({ capital_question: answer }) => {
    const given = messageSchema.safeParse(answer);
    return given.success ? `Sampling response: ${given.data.content.text}` : undefined;
  });
  const askRoots = () => ({ client_roots: inputRequired.listRoots() });
  register('test_input_required_result_list_roots', askRoots, ({ client_roots: answer }) => {
    const given = rootsSchema.safeParse(answer);
    return given.success ? `Roots: ${given.data.roots.map(({ uri }) => uri).join(', ')}` : undefined;
  });
  const askPong = () => ({ llm_answer: askModel('Reply with the single word: pong', 16) });
  register('test_missing_capability', askPong, ({ llm_answer: answer }) =>
    answer === undefined ? undefined : 'The model answered',
  );
};

/** Adds the tool that asks only for what the client says that it can answer. */
export const registerCapabilityCheck: Register = (server) => {
  server.registerTool(
    'test_input_required_result_capabilities',
    { description: 'Asks what the client can answer', inputSchema: NO_ARGUMENTS },
    (_given, { mcpReq }) => {
      if (mcpReq.inputResponses !== undefined) return says('All was answered');
      const declared = envelopeSchema.parse(mcpReq.envelope)[CLIENT_CAPABILITIES_META_KEY];
      const inputRequests: InputRequests = {
        ...(declared.elicitation && { user_name: askFor('What is your name?', 'name') }),
        ...(declared.sampling && { greeting: askModel('Generate a short greeting', 50) }),
        ...(declared.roots && { client_roots: inputRequired.listRoots() }),
      };
      return Object.keys(inputRequests).length === 0
        ? says('The client can answer nothing')
        : inputRequired({ inputRequests });
    },
  );
};
