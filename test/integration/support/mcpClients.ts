import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** What the tests need of a client, whichever library it is made with. */
export interface TestClient {
  readonly protocolVersion: string | undefined;
  listTools(): Promise<{ tools: { name: string; inputSchema: object; outputSchema?: object | undefined }[] }>;
  callTool(name: string, args?: Record<string, unknown>): Promise<ToolAnswer>;
  readResource(uri: string): Promise<string>;
  getPrompt(name: string, args?: Record<string, string>): Promise<string>;
  complete(ref: Reference, name: string, value: string): Promise<string[]>;
  close(): Promise<void>;
}

export type Reference = { type: 'ref/prompt'; name: string } | { type: 'ref/resource'; uri: string };

export interface ToolAnswer {
  readonly text: string;
  readonly isError: boolean;
  readonly structured: unknown;
}

function textOf(content: unknown): string {
  const parts = Array.isArray(content) ? content : [content];
  return parts
    .map((part: unknown) => (typeof part === 'object' && part !== null && 'text' in part ? String(part.text) : ''))
    .join('\n');
}

function fromToolResult(result: object): ToolAnswer {
  return {
    text: textOf('content' in result ? result.content : undefined),
    isError: 'isError' in result && result.isError === true,
    structured: 'structuredContent' in result ? result.structuredContent : undefined,
  };
}

const NAME = { name: 'test', version: '1.0.0' };

/** A client of today's library, in the newest era that both know or in the 2025 one. */
export async function connectV2(url: string, token: string, mode: 'auto' | 'legacy'): Promise<TestClient> {
  const client = new Client(NAME, { versionNegotiation: { mode } });
  await client.connect(
    new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { authorization: `Bearer ${token}` } } }),
  );
  return {
    protocolVersion: client.getNegotiatedProtocolVersion(),
    listTools: () => client.listTools(),
    callTool: async (name, args = {}) => fromToolResult(await client.callTool({ name, arguments: args })),
    readResource: async (uri) => textOf((await client.readResource({ uri })).contents),
    getPrompt: async (name, args = {}) =>
      (await client.getPrompt({ name, arguments: args })).messages.map(({ content }) => textOf(content)).join('\n'),
    complete: async (ref, name, value) => (await client.complete({ ref, argument: { name, value } })).completion.values,
    close: () => client.close(),
  };
}

/** A client of the library's first line. */
export async function connectV1(url: string, token: string): Promise<TestClient> {
  const client = new ClientV1(NAME);
  const transport = new TransportV1(new URL(url), { requestInit: { headers: { authorization: `Bearer ${token}` } } });
  await client.connect(transport);
  return {
    protocolVersion: transport.protocolVersion,
    listTools: () => client.listTools(),
    callTool: async (name, args = {}) => fromToolResult(await client.callTool({ name, arguments: args })),
    readResource: async (uri) => textOf((await client.readResource({ uri })).contents),
    getPrompt: async (name, args = {}) =>
      (await client.getPrompt({ name, arguments: args })).messages.map(({ content }) => textOf(content)).join('\n'),
    complete: async (ref, name, value) => (await client.complete({ ref, argument: { name, value } })).completion.values,
    close: async () => {
      await transport.terminateSession();
      await client.close();
    },
  };
}
