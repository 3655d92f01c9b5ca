import { isJsonObject } from '../json.ts';
import { labelText } from '../shownText.ts';
import type { CallRunner } from './callRunner.ts';
import type { CallOptions, JsonObject, ToolResult } from './connection.ts';
import type { ToolDescription } from './descriptions.ts';
import { hasValidHeaderAnnotations } from './headerAnnotations.ts';
import type { Link } from './openLink.ts';
import { KEY_ARGUMENT } from '../../shared/names.ts';
import { schemaMismatch } from './schemaMismatch.ts';
import type { FindMismatch } from './schemaMismatch.ts';
import { contentOf } from './wireContent.ts';
import { toolDescription } from './wireDescriptions.ts';

const NAME_LENGTH = 100;

/** The tools of one connection: a tool that was listed is called as its description says. */
export class ToolCalls {
  readonly #runner: CallRunner;
  readonly #tools = new Map<string, ToolDescription>();
  /** By the schema, made at the first answer. */
  readonly #checks = new WeakMap<JsonObject, Promise<FindMismatch>>();

  /** `known` are tools that the server listed an earlier time. */
  constructor(runner: CallRunner, known: readonly ToolDescription[]) {
    this.#runner = runner;
    this.#keep(known);
  }

  /** @throws AppError */
  async list(options: CallOptions): Promise<readonly ToolDescription[]> {
    const tools = await this.#runner.list('tools', 'tools/list', options, async (link, params, request) => {
      const { tools: items, nextCursor } = await link.client.request({ method: 'tools/list', params }, request);
      return { items: items.map(toolDescription).filter((tool) => isCallable(tool, link)), nextCursor };
    });
    this.#keep(tools);
    return tools;
  }

  /** @throws AppError */
  call(name: string, args: JsonObject, options: CallOptions): Promise<ToolResult> {
    const known = this.#tools.get(name);
    const reads = known?.readOnly === true;
    const call = { method: 'tools/call', name, repeatable: reads || bringsKey(known, args), changes: !reads };
    return this.#runner.run(call, options, async ({ client }, request) => {
      const result = await client.callTool({ name, arguments: { ...args } }, { ...request, ...definitionOf(known) });
      const { isError = false, content, structuredContent } = result;
      const answer = { isError, content: content.map(contentOf) };
      if (!isJsonObject(structuredContent)) return answer;
      const mismatch = isError ? undefined : await this.#mismatch(known?.outputSchema, structuredContent);
      return { ...answer, structured: structuredContent, ...(mismatch === undefined ? {} : { mismatch }) };
    });
  }

  async #mismatch(schema: JsonObject | undefined, content: JsonObject): Promise<string | undefined> {
    if (!schema) return undefined;
    const check = this.#checks.get(schema) ?? schemaMismatch(schema);
    this.#checks.set(schema, check);
    return (await check)(content);
  }

  #keep(tools: readonly ToolDescription[]): void {
    this.#tools.clear();
    for (const tool of tools) this.#tools.set(tool.name, tool);
  }
}

/** Whether the server knows a repetition of the call, by a key that its tool takes. */
function bringsKey(tool: ToolDescription | undefined, args: JsonObject): boolean {
  const properties = tool?.inputSchema['properties'];
  const key = args[KEY_ARGUMENT];
  return isJsonObject(properties) && KEY_ARGUMENT in properties && typeof key === 'string' && key !== '';
}

/** Header annotations bind since 2026-07-28; a tool whose arguments cannot be mirrored must not be called. */
function isCallable({ name, inputSchema }: ToolDescription, { client, log }: Link): boolean {
  if (client.getProtocolEra() !== 'modern' || hasValidHeaderAnnotations(inputSchema)) return true;
  log.warn(`Left out the tool ${labelText(name, NAME_LENGTH)}: its header annotations are invalid`);
  return false;
}

/**
 * The definition that the client mirrors arguments into headers by. It has no output schema: the client would throw the
 * answer of a call away that had its effect already.
 */
function definitionOf(tool: ToolDescription | undefined): object {
  if (!tool) return {};
  return { toolDefinition: { name: tool.name, inputSchema: { ...tool.inputSchema, type: 'object' } } };
}
