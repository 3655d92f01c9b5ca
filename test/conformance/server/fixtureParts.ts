import type { CallToolResult, McpServer, RequestStateCodec, ServerEvent } from '@modelcontextprotocol/server';

/** What the fixture remembers from one round of a question to the next. */
export interface RoundState {
  readonly tool: string;
  readonly round: number;
  readonly name?: string;
}

/** What the parts of the fixture work with. */
export interface FixtureParts {
  /** Tells subscribers of a change. */
  readonly publish: (event: ServerEvent) => void;
  /** Seals what travels through the client. */
  readonly states: RequestStateCodec<RoundState>;
}

/** Adds a part of what the suite asks for. */
export type Register = (server: McpServer, parts: FixtureParts) => void;

/** A tool's answer in words. */
export function says(text: string): CallToolResult {
  return { content: [{ type: 'text', text }] };
}
