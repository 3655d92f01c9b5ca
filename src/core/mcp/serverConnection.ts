import type { RequestOptions } from '@modelcontextprotocol/client';
import type { Listen } from '../effects.ts';
import { type AppError, isAppError } from '../errors.ts';
import { labelText } from '../shownText.ts';
import type {
  CallOptions,
  Content,
  JsonObject,
  McpConnection,
  PromptDescription,
  RenderedPrompt,
  ToolDescription,
  ToolResult,
} from './connection.ts';
import { isJsonObject } from '../json.ts';
import { Listeners } from '../listeners.ts';
import { hasValidHeaderAnnotations } from './headerAnnotations.ts';
import { listPages } from './listPages.ts';
import type { Link, TimeLimits } from './openLink.ts';
import type { Call, RenewingLink } from './renewingLink.ts';
import { contentOf, resourceContent } from './wireContent.ts';
import { promptDescription, toolDescription } from './wireDescriptions.ts';

const NAME_LENGTH = 100;

/** A connection that outlives the MCP sessions below it. */
export class ServerConnection implements McpConnection {
  readonly #link: RenewingLink;
  readonly #limits: TimeLimits;
  readonly #onCall: (error: AppError | undefined) => void;
  readonly #closed = new Listeners<void>();
  readonly #tools = new Map<string, ToolDescription>();
  readonly #running = new Set<Promise<unknown>>();

  constructor(link: RenewingLink, limits: TimeLimits, onCall: (error: AppError | undefined) => void) {
    this.#link = link;
    this.#limits = limits;
    this.#onCall = onCall;
  }

  get serverName(): string {
    const version = this.#link.current.client.getServerVersion();
    return labelText(version?.title ?? version?.name ?? '', NAME_LENGTH);
  }

  get protocolVersion(): string {
    return labelText(this.#link.current.client.getNegotiatedProtocolVersion() ?? '', NAME_LENGTH);
  }

  get onDidClose(): Listen<void> {
    return this.#closed.listen;
  }

  async listTools(options: CallOptions = {}): Promise<readonly ToolDescription[]> {
    const tools = await this.#list('tools', 'tools/list', options, async (link, params, request) => {
      const { tools: items, nextCursor } = await link.client.request({ method: 'tools/list', params }, request);
      return { items: items.map(toolDescription).filter((tool) => isCallable(tool, link)), nextCursor };
    });
    this.#tools.clear();
    for (const tool of tools) this.#tools.set(tool.name, tool);
    return tools;
  }

  callTool(name: string, args: JsonObject, options: CallOptions = {}): Promise<ToolResult> {
    const known = this.#tools.get(name);
    const call = { method: 'tools/call', name, repeatable: known?.readOnly === true, signal: options.signal };
    return this.#run(call, async ({ client }) => {
      const result = await client.callTool(
        { name, arguments: { ...args } },
        { ...this.#requestOptions(options), ...definitionOf(known) },
      );
      const { isError = false, content, structuredContent: structured } = result;
      return { isError, content: content.map(contentOf), ...(isJsonObject(structured) ? { structured } : {}) };
    });
  }

  listPrompts(options: CallOptions = {}): Promise<readonly PromptDescription[]> {
    return this.#list('prompts', 'prompts/list', options, async (link, params, request) => {
      const { prompts, nextCursor } = await link.client.request({ method: 'prompts/list', params }, request);
      return { items: prompts.map(promptDescription), nextCursor };
    });
  }

  renderPrompt(
    name: string,
    args: Readonly<Record<string, string>>,
    options: CallOptions = {},
  ): Promise<RenderedPrompt> {
    const call = { method: 'prompts/get', name, repeatable: true, signal: options.signal };
    return this.#run(call, async ({ client }) => {
      const prompt = await client.getPrompt({ name, arguments: { ...args } }, this.#requestOptions(options));
      const messages = prompt.messages.map(({ role, content }) => ({ role, content: contentOf(content) }));
      return { description: prompt.description ?? '', messages };
    });
  }

  async completePromptArgument(
    prompt: string,
    argument: string,
    value: string,
    options: CallOptions = {},
  ): Promise<readonly string[]> {
    if (!this.#link.capabilities().completions) return [];
    const call = { method: 'completion/complete', name: prompt, repeatable: true, signal: options.signal };
    return this.#run(call, async ({ client }) => {
      const params = { ref: { type: 'ref/prompt' as const, name: prompt }, argument: { name: argument, value } };
      const { completion } = await client.complete(params, this.#requestOptions(options));
      return completion.values;
    });
  }

  readResource(uri: string, options: CallOptions = {}): Promise<readonly Content[]> {
    const call = { method: 'resources/read', name: uri, repeatable: true, signal: options.signal };
    return this.#run(call, async ({ client }) => {
      const { contents } = await client.readResource(
        { uri },
        { ...this.#requestOptions(options), cacheMode: 'bypass' },
      );
      return contents.map(resourceContent);
    });
  }

  listResourceTemplates(options: CallOptions = {}): Promise<readonly string[]> {
    return this.#list('resources', 'resources/templates/list', options, async (link, params, request) => {
      const method = 'resources/templates/list';
      const { resourceTemplates, nextCursor } = await link.client.request({ method, params }, request);
      return { items: resourceTemplates.map(({ uriTemplate }) => uriTemplate), nextCursor };
    });
  }

  async close(): Promise<void> {
    if (await this.#link.close()) this.#closed.tell();
  }

  async closeWhenIdle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
    await this.close();
  }

  async #list<T>(
    capability: 'tools' | 'prompts' | 'resources',
    method: string,
    options: CallOptions,
    page: (
      link: Link,
      params: { cursor?: string },
      request: RequestOptions,
    ) => Promise<{ items: readonly T[]; nextCursor: string | undefined }>,
  ): Promise<readonly T[]> {
    if (!this.#link.capabilities()[capability]) return [];
    const call = { method, repeatable: true, signal: options.signal };
    return listPages(capability, (cursor) =>
      this.#run(call, (link) => page(link, cursor === undefined ? {} : { cursor }, this.#requestOptions(options))),
    );
  }

  async #run<T>(call: Call, send: (link: Link) => Promise<T>): Promise<T> {
    const running = this.#link.run(call, send);
    this.#running.add(running);
    try {
      const result = await running;
      this.#onCall(undefined);
      return result;
    } catch (error) {
      if (isAppError(error)) this.#onCall(error);
      throw error;
    } finally {
      this.#running.delete(running);
    }
  }

  #requestOptions({ signal, onProgress }: CallOptions): RequestOptions {
    return {
      timeout: this.#limits.call,
      maxTotalTimeout: this.#limits.callInTotal,
      resetTimeoutOnProgress: true,
      ...(signal ? { signal } : {}),
      ...(onProgress
        ? {
            onprogress: ({ progress, total, message }) => {
              const share = total !== undefined && total > 0 ? { fraction: Math.min(progress / total, 1) } : {};
              onProgress({ message: labelText(message ?? ''), ...share });
            },
          }
        : {}),
    };
  }
}

/** Header annotations bind since 2026-07-28; a tool whose arguments cannot be mirrored must not be called. */
function isCallable({ name, inputSchema }: ToolDescription, { client, log }: Link): boolean {
  if (client.getProtocolEra() !== 'modern' || hasValidHeaderAnnotations(inputSchema)) return true;
  log.warn(`Left out the tool ${labelText(name, NAME_LENGTH)}: its header annotations are invalid`);
  return false;
}

/** The definition that the client mirrors arguments into headers by; results are checked where they are used. */
function definitionOf(tool: ToolDescription | undefined): object {
  if (!tool) return {};
  return { toolDefinition: { name: tool.name, inputSchema: { ...tool.inputSchema, type: 'object' } } };
}
