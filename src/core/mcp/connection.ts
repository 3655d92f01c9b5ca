import type { Listen, Subscription } from '../effects.ts';
import type {
  PromptDescription,
  ResourceDescription,
  ResourceTemplateDescription,
  ServerOffers,
  ToolDescription,
} from './descriptions.ts';
import type { Handshake } from './handshake.ts';

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
  | { readonly type: 'link'; readonly uri: string; readonly name: string; readonly mimeType: string };

/** What a tool answered. `isError` is the tool's own word that it failed. */
export interface ToolResult {
  readonly isError: boolean;
  readonly content: readonly Content[];
  readonly structured?: JsonObject;
  /** Where the structured content does not fit the tool's output schema: what is wrong, in the validator's words. */
  readonly mismatch?: string;
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

/** What an argument belongs to, whose values the server is asked to suggest. */
export type CompletionReference =
  { readonly kind: 'prompt'; readonly name: string } | { readonly kind: 'template'; readonly uriTemplate: string };

/** An argument that is being typed, and the ones that have a value already. */
export interface ArgumentInput {
  readonly name: string;
  readonly value: string;
  readonly given: Readonly<Record<string, string>>;
}

/** Values that a server suggests; `hasMore` where there are others that it did not send. */
export interface Completion {
  readonly values: readonly string[];
  readonly hasMore: boolean;
}

/** What a server says has changed: one of its lists, or the contents of a resource that is watched. */
export type ServerChange =
  { readonly kind: 'tools' | 'prompts' | 'resources' } | { readonly kind: 'contents'; readonly uri: string };

/** A live connection to one MCP server, of either protocol era. All methods throw `AppError`. */
export interface McpConnection {
  /** Name the server gives itself. */
  readonly serverName: string;
  /** Negotiated revision, e.g. `2025-11-25`. */
  readonly protocolVersion: string;
  /** What the server says of itself for whoever uses it, on several lines; empty where it says nothing. */
  readonly instructions: string;
  readonly offers: ServerOffers;
  /** What the next connection to the server need not ask. */
  readonly handshake: Handshake;
  /** Asks the server anew for what {@link handshake} holds, where it was taken over from an earlier connection. */
  refreshHandshake(options?: CallOptions): Promise<Handshake>;
  listTools(options?: CallOptions): Promise<readonly ToolDescription[]>;
  callTool(name: string, args: JsonObject, options?: CallOptions): Promise<ToolResult>;
  listPrompts(options?: CallOptions): Promise<readonly PromptDescription[]>;
  renderPrompt(name: string, args: Readonly<Record<string, string>>, options?: CallOptions): Promise<RenderedPrompt>;
  /** Values that the server suggests for an argument; none where it offers no completion. */
  complete(reference: CompletionReference, argument: ArgumentInput, options?: CallOptions): Promise<Completion>;
  listResources(options?: CallOptions): Promise<readonly ResourceDescription[]>;
  /** URI templates (RFC 6570) of the server's resources. */
  listResourceTemplates(options?: CallOptions): Promise<readonly ResourceTemplateDescription[]>;
  /** Contents of a resource. */
  readResource(uri: string, options?: CallOptions): Promise<readonly Content[]>;
  /** Asks to hear of changes of a resource, where the server tells of them, until the subscription is disposed of. */
  watchResource(uri: string): Subscription;
  /** Fires when the server says that something changed. Listening is what asks a server of 2026-07-28 to say so. */
  readonly onDidChange: Listen<ServerChange>;
  /** Fires once when the connection is gone for good. */
  readonly onDidClose: Listen<void>;
  close(): Promise<void>;
  /** Closes once no call runs on it. */
  closeWhenIdle(): Promise<void>;
}
