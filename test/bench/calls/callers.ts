import assert from 'node:assert/strict';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import type { ServerClientOptions } from '../../../src/core/mcp/createServerClient.ts';
import { TOOL } from '../../../src/shared/names.ts';
import type { CallOnce } from './measureCalls.ts';

/** One who calls, until it is closed. */
export interface Caller {
  readonly call: CallOnce;
  /** Revision of the protocol that it speaks. */
  readonly revision: string;
  close(): Promise<void>;
}

/** Through the client of the product, which asks for the session's token at each request. */
export async function ourCaller(options: ServerClientOptions): Promise<Caller> {
  const client = createServerClient(options);
  const connection = await client.connection();
  await connection.listTools();
  return {
    revision: connection.protocolVersion,
    call: async () => {
      const { isError, mismatch } = await (await client.connection()).callTool(TOOL.getMe, {});
      assert.ok(!isError && mismatch === undefined, 'the tool failed');
    },
    close: () => client.reset(),
  };
}

/** A tool and its arguments. */
interface CallToolParameters {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
}

async function connectBare(url: string, token: string): Promise<Client> {
  const headers = { authorization: `Bearer ${token}` };
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
  const client = new Client({ name: 'bench', version: '0.0.0' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(transport);
  await client.listTools();
  return client;
}

/** Through the client library alone, with a fixed token. */
export async function bareCaller(
  url: string,
  token: string,
  params: CallToolParameters = { name: TOOL.getMe, arguments: {} },
): Promise<Caller> {
  const client = await connectBare(url, token);
  return {
    revision: client.getNegotiatedProtocolVersion() ?? '',
    call: async () => {
      const { isError } = await client.callTool(params);
      assert.ok(!isError, 'the tool failed');
    },
    close: () => client.close(),
  };
}

/** The structured content of one call through the client library alone. */
export async function callOnce(url: string, token: string, params: CallToolParameters): Promise<unknown> {
  const client = await connectBare(url, token);
  const { structuredContent } = await client.callTool(params);
  await client.close();
  return structuredContent;
}
