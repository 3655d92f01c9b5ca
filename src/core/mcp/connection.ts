import type { Listen } from '../effects.ts';

/** A tool as the server lists it. Annotations are the server's claim and are never trusted. */
export interface ToolDescription {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** JSON Schema (2020-12) of the arguments. */
  readonly inputSchema: JsonObject;
  readonly destructive: boolean;
  readonly readOnly: boolean;
}

/** A prompt as the server lists it. */
export interface PromptDescription {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly PromptArgumentDescription[];
}

/** One argument of a prompt. */
export interface PromptArgumentDescription {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly required: boolean;
}

/** A JSON value as it came over the wire. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
/** A JSON object as it came over the wire. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A piece of a tool's result, a prompt's message or a resource. */
export type Content =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image' | 'audio'; readonly mimeType: string; readonly base64: string }
  | {
      readonly type: 'resource';
      readonly uri: string;
      readonly mimeType: string;
      readonly text?: string;
      readonly base64?: string;
    }
  | { readonly type: 'link'; readonly uri: string; readonly name: string };

/** What a tool answered. `isError` is the tool's own word that it failed. */
export interface ToolResult {
  readonly isError: boolean;
  readonly content: readonly Content[];
  readonly structured?: JsonObject;
}

/** One message of a rendered prompt. */
export interface PromptMessage {
  readonly role: 'user' | 'assistant';
  readonly content: Content;
}

/** A rendered prompt. */
export interface RenderedPrompt {
  readonly description: string;
  readonly messages: readonly PromptMessage[];
}

/** Options of a call: abort it, and hear of its progress. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly message: string; readonly fraction?: number }) => void;
}

/** A live connection to one MCP server, of either protocol era. All methods throw `AppError`. */
export interface McpConnection {
  /** Name the server gives itself. */
  readonly serverName: string;
  /** Negotiated revision, e.g. `2025-11-25`. */
  readonly protocolVersion: string;
  listTools(options?: CallOptions): Promise<readonly ToolDescription[]>;
  callTool(name: string, args: JsonObject, options?: CallOptions): Promise<ToolResult>;
  listPrompts(options?: CallOptions): Promise<readonly PromptDescription[]>;
  renderPrompt(name: string, args: Readonly<Record<string, string>>, options?: CallOptions): Promise<RenderedPrompt>;
  /** Values the server suggests for a prompt's argument; empty where it offers no completion. */
  completePromptArgument(
    prompt: string,
    argument: string,
    value: string,
    options?: CallOptions,
  ): Promise<readonly string[]>;
  /** Contents of a resource. */
  readResource(uri: string, options?: CallOptions): Promise<readonly Content[]>;
  /** URI templates (RFC 6570) of the server's resources. */
  listResourceTemplates(options?: CallOptions): Promise<readonly string[]>;
  /** Fires once when the connection is gone for good. */
  readonly onDidClose: Listen<void>;
  close(): Promise<void>;
  /** Closes once no call runs on it. */
  closeWhenIdle(): Promise<void>;
}
