import type { Listen, Subscription } from '../effects.ts';
import type { AppError } from '../errors.ts';
import { Listeners } from '../listeners.ts';
import { labelText, multilineText } from '../shownText.ts';
import { CallRunner } from './callRunner.ts';
import type {
  ArgumentInput,
  CallOptions,
  Completion,
  CompletionReference,
  Content,
  JsonObject,
  McpConnection,
  RenderedPrompt,
  ServerChange,
  ToolResult,
} from './connection.ts';
import type {
  PromptDescription,
  ResourceDescription,
  ResourceTemplateDescription,
  ServerOffers,
  ToolDescription,
} from './descriptions.ts';
import { handshakeOf } from './handshake.ts';
import type { Handshake } from './handshake.ts';
import type { TimeLimits } from './openLink.ts';
import type { RenewingLink } from './renewingLink.ts';
import { ServerChanges } from './serverChanges.ts';
import { ToolCalls } from './toolCalls.ts';
import { contentOf, resourceContent } from './wireContent.ts';
import {
  promptDescription,
  resourceDescription,
  resourceTemplateDescription,
  serverOffers,
} from './wireDescriptions.ts';

const NAME_LENGTH = 100;
/** Suggested values that are taken from one answer: the protocol's own limit. */
const VALUES_LIMIT = 100;

/** What a {@link ServerConnection} is made from. */
export interface ServerConnectionOptions {
  readonly link: RenewingLink;
  readonly limits: TimeLimits;
  /** Told by the link of what the server says. */
  readonly changes: Listeners<ServerChange>;
  /** Fires when what the server said may have been missed for a while. */
  readonly onGap: Listen<void>;
  /** Hears how each call ended. */
  readonly onCall: (error: AppError | undefined) => void;
  /** Tools that the server listed an earlier time. */
  readonly knownTools: readonly ToolDescription[];
}

/** A connection that outlives the MCP sessions below it. */
export class ServerConnection implements McpConnection {
  readonly #link: RenewingLink;
  readonly #closed = new Listeners<void>();
  readonly #runner: CallRunner;
  readonly #tools: ToolCalls;
  readonly #changes: ServerChanges;

  constructor({ link, limits, changes, onGap, onCall, knownTools }: ServerConnectionOptions) {
    this.#link = link;
    this.#runner = new CallRunner(link, limits, onCall);
    this.#tools = new ToolCalls(this.#runner, knownTools);
    this.#changes = new ServerChanges({ link, listeners: changes, onGap, limit: limits.call });
  }

  get serverName(): string {
    const version = this.#link.current.client.getServerVersion();
    return labelText(version?.title ?? version?.name ?? '', NAME_LENGTH);
  }

  get protocolVersion(): string {
    return labelText(this.#link.current.client.getNegotiatedProtocolVersion() ?? '', NAME_LENGTH);
  }

  get instructions(): string {
    return multilineText(this.#link.current.client.getInstructions() ?? '');
  }

  get offers(): ServerOffers {
    return serverOffers(this.#link.current.client.getServerCapabilities() ?? {});
  }

  get handshake(): Handshake {
    return this.#link.current.handshake;
  }

  get onDidClose(): Listen<void> {
    return this.#closed.listen;
  }

  get onDidChange(): Listen<ServerChange> {
    return this.#changes.onDidChange;
  }

  async refreshHandshake(options: CallOptions = {}): Promise<Handshake> {
    const { isAssumed, handshake } = this.#link.current;
    if (!isAssumed || handshake.kind === 'legacy') return handshake;
    const call = { method: 'server/discover', repeatable: true };
    return this.#runner.run(call, options, async ({ client }, request) => {
      await client.discover(request);
      return handshakeOf(client);
    });
  }

  listTools(options: CallOptions = {}): Promise<readonly ToolDescription[]> {
    return this.#tools.list(options);
  }

  callTool(name: string, args: JsonObject, options: CallOptions = {}): Promise<ToolResult> {
    return this.#tools.call(name, args, options);
  }

  listPrompts(options: CallOptions = {}): Promise<readonly PromptDescription[]> {
    return this.#runner.list('prompts', 'prompts/list', options, async (link, params, request) => {
      const { prompts, nextCursor } = await link.client.request({ method: 'prompts/list', params }, request);
      return { items: prompts.map(promptDescription), nextCursor };
    });
  }

  renderPrompt(
    name: string,
    args: Readonly<Record<string, string>>,
    options: CallOptions = {},
  ): Promise<RenderedPrompt> {
    const call = { method: 'prompts/get', name, repeatable: true };
    return this.#runner.run(call, options, async ({ client }, request) => {
      const prompt = await client.getPrompt({ name, arguments: { ...args } }, request);
      const messages = prompt.messages.map(({ role, content }) => ({ role, content: contentOf(content) }));
      return { description: prompt.description ?? '', messages };
    });
  }

  async complete(
    reference: CompletionReference,
    { name, value, given }: ArgumentInput,
    options: CallOptions = {},
  ): Promise<Completion> {
    if (!this.#link.capabilities().completions) return { values: [], hasMore: false };
    const isPrompt = reference.kind === 'prompt';
    const of = isPrompt ? reference.name : reference.uriTemplate;
    const call = { method: 'completion/complete', name: of, repeatable: true };
    return this.#runner.run(call, options, async ({ client }, request) => {
      const ref = isPrompt ? { type: 'ref/prompt' as const, name: of } : { type: 'ref/resource' as const, uri: of };
      const context = Object.keys(given).length > 0 ? { context: { arguments: { ...given } } } : {};
      const params = { ref, argument: { name, value }, ...context };
      const { completion } = await client.complete(params, request);
      const { values, total, hasMore = false } = completion;
      return { values: values.slice(0, VALUES_LIMIT), hasMore: hasMore || (total ?? 0) > values.length };
    });
  }

  listResources(options: CallOptions = {}): Promise<readonly ResourceDescription[]> {
    return this.#runner.list('resources', 'resources/list', options, async (link, params, request) => {
      const { resources, nextCursor } = await link.client.request({ method: 'resources/list', params }, request);
      return { items: resources.map(resourceDescription), nextCursor };
    });
  }

  listResourceTemplates(options: CallOptions = {}): Promise<readonly ResourceTemplateDescription[]> {
    return this.#runner.list('resources', 'resources/templates/list', options, async (link, params, request) => {
      const method = 'resources/templates/list';
      const { resourceTemplates, nextCursor } = await link.client.request({ method, params }, request);
      return { items: resourceTemplates.map(resourceTemplateDescription), nextCursor };
    });
  }

  readResource(uri: string, options: CallOptions = {}): Promise<readonly Content[]> {
    const call = { method: 'resources/read', name: uri, repeatable: true };
    return this.#runner.run(call, options, async ({ client }, request) => {
      const { contents } = await client.readResource({ uri }, { ...request, cacheMode: 'bypass' });
      return contents.map(resourceContent);
    });
  }

  watchResource(uri: string): Subscription {
    return this.#changes.watch(uri);
  }

  async close(): Promise<void> {
    this.#changes.close();
    if (await this.#link.close()) this.#closed.tell();
  }

  async closeWhenIdle(): Promise<void> {
    await this.#runner.idle();
    await this.close();
  }
}
