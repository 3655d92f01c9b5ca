import { McpServer } from '@modelcontextprotocol/server';
import type { FixtureParts, Register } from './fixtureParts.ts';
import { registerFixturePrompts } from './prompts.ts';
import { registerFixtureResources } from './resources.ts';
import { registerContentTools } from './tools/content.ts';
import { registerAskingOnce, registerCapabilityCheck } from './tools/inputRequired.ts';
import { registerInputRounds } from './tools/inputRounds.ts';
import { registerNotifyingTools, registerTriggers } from './tools/notifications.ts';
import { registerRequestingTools } from './tools/requests.ts';
import { registerSchemaTools } from './tools/schemas.ts';

const REGISTRATIONS: readonly Register[] = [
  registerContentTools,
  registerNotifyingTools,
  registerTriggers,
  registerSchemaTools,
  registerRequestingTools,
  registerAskingOnce,
  registerCapabilityCheck,
  registerInputRounds,
  registerFixtureResources,
  registerFixturePrompts,
];

const CACHED = { ttlMs: 60_000, cacheScope: 'private' } as const;

/** Makes an instance of the server that the official suite asks for: what it calls, reads and has filled in. */
export function createFixture(parts: FixtureParts): McpServer {
  const server = new McpServer(
    { name: 'conformance-fixture', version: '1.0.0' },
    {
      capabilities: {
        tools: { listChanged: true },
        resources: { subscribe: true, listChanged: true },
        prompts: { listChanged: true },
        logging: {},
        completions: {},
      },
      requestState: { verify: (state, context) => parts.states.verify(state, context) },
      cacheHints: { 'tools/list': CACHED, 'prompts/list': CACHED, 'resources/list': CACHED, 'resources/read': CACHED },
    },
  );
  for (const register of REGISTRATIONS) register(server, parts);
  return server;
}
