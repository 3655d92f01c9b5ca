import type { JsonObject } from './connection.ts';

/** A picture for something that a server lists. Only https and data addresses are kept. */
export interface Icon {
  readonly src: string;
  readonly mimeType: string;
  readonly theme?: 'light' | 'dark';
}

/** What everything that a server lists has. The texts are made safe to show, the names stay as they are called. */
export interface Described {
  readonly name: string;
  readonly title: string;
  /** On several lines; empty where the server says nothing. */
  readonly description: string;
  readonly icons: readonly Icon[];
}

/** A tool as the server lists it. Annotations are the server's claim and are never trusted. */
export interface ToolDescription extends Described {
  /** JSON Schema (2020-12) of the arguments. */
  readonly inputSchema: JsonObject;
  /** JSON Schema of the structured content, where the tool has one. */
  readonly outputSchema?: JsonObject;
  readonly destructive: boolean;
  readonly readOnly: boolean;
}

/** A prompt as the server lists it. */
export interface PromptDescription extends Described {
  readonly arguments: readonly PromptArgumentDescription[];
}

/** One argument of a prompt. */
export interface PromptArgumentDescription {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly required: boolean;
}

/** A resource as the server lists it. */
export interface ResourceDescription extends Described {
  readonly uri: string;
  /** Empty where the server does not say. */
  readonly mimeType: string;
  /** In bytes. */
  readonly size?: number;
}

/** A family of resources as the server lists it. */
export interface ResourceTemplateDescription extends Described {
  /** RFC 6570. */
  readonly uriTemplate: string;
  readonly mimeType: string;
}

/** What a server says that it can do. */
export interface ServerOffers {
  readonly tools: boolean;
  readonly prompts: boolean;
  readonly resources: boolean;
  readonly completions: boolean;
  /** Whether it tells of changes of the resources that are watched. */
  readonly watching: boolean;
  readonly logging: boolean;
}
