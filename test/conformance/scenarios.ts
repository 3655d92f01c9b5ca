import type { McpConnection } from '../../src/core/mcp/connection.ts';
import type { Context } from './context.ts';

/** What a person does in a scenario. How it is done is core's business. */
export type Deed = (connection: McpConnection, context: Context) => Promise<unknown>;

const listTools: Deed = (connection) => connection.listTools();

/** Runs every tool of the server, without arguments unless told. */
function callTools(args: Readonly<Record<string, string | number | boolean>> = {}): Deed {
  return async (connection) => {
    for (const { name } of await connection.listTools()) await connection.callTool(name, args);
  };
}

const callToolsOfContext: Deed = async (connection, { toolCalls = [] }) => {
  await connection.listTools();
  for (const call of toolCalls) await connection.callTool(call.name, call.arguments);
};

const useEverything: Deed = async (connection) => {
  await callTools()(connection, {});
  await connection.readResource('file:///path/to/file%20name.txt');
  for (const { name } of await connection.listPrompts()) await connection.renderPrompt(name, {});
};

const echoSchema: Deed = async (connection) => {
  const [tool] = await connection.listTools();
  if (tool) await connection.callTool('json_schema_echo', { schema: tool.inputSchema });
};

/** What is done in the scenarios where listing the tools does not show all that they look at. */
const DEEDS: Readonly<Record<string, Deed>> = {
  tools_call: callTools({ a: 5, b: 3 }),
  'elicitation-sep1034-client-defaults': callTools(),
  'sse-retry': callTools(),
  'sep-2322-client-request-state': callTools(),
  'http-standard-headers': useEverything,
  'http-custom-headers': callToolsOfContext,
  'http-invalid-tool-headers': callTools({ region: 'us-west1' }),
  'json-schema-2020-12-preservation': echoSchema,
  'auth/scope-step-up': callTools(),
  'auth/authorization-server-migration': callTools(),
};

/** What is done in a scenario. */
export function deedOf(scenario: string): Deed {
  return DEEDS[scenario] ?? listTools;
}
