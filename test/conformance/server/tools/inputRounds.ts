import { acceptedContent, inputRequired, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { type FixtureParts, type Register, type RoundState, says } from '../fixtureParts.ts';
import { askFor, askModel, askToConfirm } from './questions.ts';

const NO_ARGUMENTS = z.object({});
const nameSchema = z.object({ name: z.string() });
const colourSchema = z.object({ color: z.string() });
const allSchema = z.object({
  greeting: z.object({ content: z.object({ text: z.string() }) }),
  client_roots: z.object({ roots: z.array(z.unknown()) }),
});

/** Adds a tool that has something confirmed, and keeps a sealed note with the client meanwhile. */
function registerConfirmed(name: string, text: string, { states }: FixtureParts): Register {
  return (server) => {
    server.registerTool(
      name,
      { description: 'Has something confirmed', inputSchema: NO_ARGUMENTS },
      async (_given, { mcpReq }) => {
        if (acceptedContent(mcpReq.inputResponses, 'confirm') === undefined) {
          const requestState = await states.mint({ tool: name, round: 1 });
          return inputRequired({ inputRequests: { confirm: askToConfirm() }, requestState });
        }
        if (mcpReq.requestState<RoundState>()?.tool === name) return says(text);
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'The request state is missing');
      },
    );
  };
}

/** Adds the tool that asks the person, the model and for folders at once. */
const registerSeveral: Register = (server, { states }) => {
  const tool = 'test_input_required_result_multiple_inputs';
  server.registerTool(
    tool,
    { description: 'Asks for three things at once', inputSchema: NO_ARGUMENTS },
    async (_given, { mcpReq }) => {
      const person = nameSchema.safeParse(acceptedContent(mcpReq.inputResponses, 'user_name'));
      const others = allSchema.safeParse(mcpReq.inputResponses);
      if (person.success && others.success) {
        const { greeting, client_roots: folders } = others.data;
        return says(`${greeting.content.text} ${person.data.name}, with ${folders.roots.length} roots`);
      }
      return inputRequired({
        inputRequests: {
          user_name: askFor('What is your name?', 'name'),
          greeting: askModel('Generate a greeting', 50),
          client_roots: inputRequired.listRoots(),
        },
        requestState: await states.mint({ tool, round: 1 }),
      });
    },
  );
};

/** Adds the tool that asks twice, the second time with what the first answer was. */
const registerTwoRounds: Register = (server, { states }) => {
  const tool = 'test_input_required_result_multi_round';
  server.registerTool(tool, { description: 'Asks twice', inputSchema: NO_ARGUMENTS }, async (_given, { mcpReq }) => {
    const state = mcpReq.requestState<RoundState>();
    if (state?.tool !== tool) {
      const inputRequests = { step1: askFor('Step 1: What is your name?', 'name') };
      return inputRequired({ inputRequests, requestState: await states.mint({ tool, round: 1 }) });
    }
    if (state.round === 1) {
      const { name } = nameSchema.parse(acceptedContent(mcpReq.inputResponses, 'step1'));
      const inputRequests = { step2: askFor('Step 2: What is your favorite color?', 'color') };
      return inputRequired({ inputRequests, requestState: await states.mint({ tool, round: 2, name }) });
    }
    const { color } = colourSchema.parse(acceptedContent(mcpReq.inputResponses, 'step2'));
    return says(`${state.name ?? 'Nobody'} likes ${color}`);
  });
};

/** Adds the tools that need more than a question and an answer. */
export const registerInputRounds: Register = (server, parts) => {
  const state = ['test_input_required_result_request_state', 'state-ok: the state came back as it was'] as const;
  const tampered = ['test_input_required_result_tampered_state', 'integrity-ok: nobody changed the state'] as const;
  for (const [name, text] of [state, tampered]) registerConfirmed(name, text, parts)(server, parts);
  registerSeveral(server, parts);
  registerTwoRounds(server, parts);
};
