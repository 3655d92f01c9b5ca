import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import type { InputRequests } from '@modelcontextprotocol/server';
import express from 'express';
import * as z from 'zod';
import type { WireQuestion } from './askingServer.ts';
import { listen } from './listen.ts';
import type { Peer } from './listen.ts';

/** A server of the v2 SDK that asks what it is told to. */
export interface StatelessAskingServer extends Peer {
  /** What the tool `ask` needs to know; it answers with what it was told, as JSON. */
  questions: Readonly<Record<string, WireQuestion>>;
  /** How often the tool ran to its end. */
  answered(): number;
}

/** Starts a server of 2026-07-28. It takes any token. */
export async function startStatelessAskingServer(): Promise<StatelessAskingServer> {
  let answered = 0;
  const state: { questions: StatelessAskingServer['questions'] } = { questions: {} };
  const handler = createMcpHandler(
    () => {
      const server = new McpServer({ name: 'asking', version: '1.0.0' }, { capabilities: { tools: {}, logging: {} } });
      server.registerTool('ask', { inputSchema: z.object({}) }, async (_arguments, { mcpReq }) => {
        const { inputResponses } = mcpReq;
        if (!inputResponses && isSendable(state.questions)) {
          return { resultType: 'input_required' as const, inputRequests: state.questions };
        }
        answered += 1;
        const line = { level: 'warning' as const, logger: 'part', data: 'Answered\u202e\nit' };
        await mcpReq.notify({ method: 'notifications/message', params: line });
        return { content: [{ type: 'text' as const, text: JSON.stringify(inputResponses ?? {}) }] };
      });
      return server;
    },
    { legacy: 'reject' },
  );
  const serve = toNodeHandler({ fetch: (request, given) => handler.fetch(request, given) });
  const app = express().all('/mcp', (request, response) => void serve(request, response));
  return Object.assign(state, { ...(await listen(createServer(app), '/mcp')), answered: () => answered });
}

/** Questions are sent as they are, also ones that the SDK would not make. */
function isSendable(questions: object): questions is InputRequests {
  return Object.keys(questions).length > 0;
}
