import { AppError, isAppError, mayHaveArrived } from '../errors.ts';
import type { CallOptions, JsonObject, McpConnection, ToolResult } from '../mcp/connection.ts';
import { isJsonObject } from '../json.ts';
import { SharedAttempt } from '../mcp/sharedAttempt.ts';
import { labelText } from '../shownText.ts';
import { TOOL } from '../../shared/names.ts';
import type { ChangeAnswer, ChangeField, IncidentChange, IncidentPage, IncidentQuery } from './incidentSource.ts';
import type { IncidentSource, NewIncident, NewIncidentField, ShownIncident } from './incidentSource.ts';
import { changeArguments, changeFieldsOf, createArguments, createFieldsOf } from './incidentTools.ts';
import { incidentTools, noteArguments, takesKey, takesVersion } from './incidentTools.ts';
import type { IncidentTools, KnownTool } from './incidentTools.ts';
import type { ToolDescription } from '../mcp/descriptions.ts';
import type { FieldRules } from './create/newIncidentRules.ts';
import { parseCreatedId } from './incidentTexts.ts';
import { listAnswer, textOf } from './listAnswer.ts';
import { filteredHere, listArguments } from './listArguments.ts';
import { readIncident, readOverview } from './incidentResources.ts';
import { incidentIn, isConflict } from './changeAnswer.ts';
import { whoIn } from './whoAmI.ts';

/** What {@link createIncidentSource} needs. */
export interface IncidentSourceOptions {
  readonly connection: McpConnection;
  /** Name of the server, for the words of an error. */
  readonly server: string;
  /** The server's tools as they were at an earlier time: used at once, and looked at anew after the first list. */
  readonly known?: readonly ToolDescription[];
  /** Hears which tools the server lists. */
  readonly onTools?: (tools: readonly ToolDescription[]) => void;
}

const MESSAGE_LENGTH = 500;

/**
 * Looks at which tools a server has and gives its incidents by them. Without a list tool the resource
 * `incidents://all` serves.
 * @throws AppError of the connection
 */
export async function createIncidentSource(
  sourceOptions: IncidentSourceOptions,
  options: CallOptions = {},
): Promise<IncidentSource> {
  const { connection, known = [], onTools } = sourceOptions;
  if (known.length > 0) return new ToolIncidentSource(sourceOptions, known, false);
  const tools = await connection.listTools(options);
  onTools?.(tools);
  return new ToolIncidentSource(sourceOptions, tools, true);
}

class ToolIncidentSource implements IncidentSource {
  readonly #connection: McpConnection;
  readonly #server: string;
  readonly #onTools: IncidentSourceOptions['onTools'];
  /** Looks at the server's tools anew. */
  readonly #refreshing = new SharedAttempt((signal) => this.#refresh(signal));
  #tools: IncidentTools;
  #isFresh: boolean;
  #templates: readonly string[] | undefined;
  #me: string | undefined;

  constructor(
    { connection, server, onTools }: IncidentSourceOptions,
    tools: readonly ToolDescription[],
    isFresh: boolean,
  ) {
    this.#connection = connection;
    this.#server = server;
    this.#onTools = onTools;
    this.#tools = incidentTools(tools);
    this.#isFresh = isFresh;
  }

  get createFields(): readonly NewIncidentField[] {
    return createFieldsOf(this.#tools.create);
  }

  get createRules(): readonly FieldRules[] {
    return this.#tools.create?.rules ?? [];
  }

  get takesKey(): boolean {
    return takesKey(this.#tools.create);
  }

  get canUpdate(): boolean {
    return this.updateFields.length > 0;
  }

  get updateFields(): readonly ChangeField[] {
    return changeFieldsOf(this.#tools.update);
  }

  get checksVersion(): boolean {
    return takesVersion(this.#tools.update);
  }

  get canAddNote(): boolean {
    return this.#tools.note !== undefined;
  }

  get canWhoAmI(): boolean {
    return this.#tools.me !== undefined;
  }

  async whoAmI(options: CallOptions = {}): Promise<string | undefined> {
    const { me } = this.#tools;
    if (!me || this.#me !== undefined) return this.#me;
    this.#me = whoIn(await this.#call(me, {}, options));
    return this.#me;
  }

  async list(query: IncidentQuery, options: CallOptions = {}): Promise<IncidentPage> {
    const used = this.#tools;
    let page: IncidentPage;
    try {
      page = await this.#list(query, options);
    } catch (error) {
      // Perhaps the tool is another one by now.
      const isCurrent = this.#isFresh && this.#tools === used;
      if (isCurrent || !isAppError(error, 'tool_failed', 'request_failed')) throw error;
      if (!this.#isFresh) await this.#refreshing.join(options.signal);
      return this.#list(query, options);
    }
    // In its own time; where it fails, the next list tries again.
    if (!this.#isFresh) void this.#refreshing.join().catch(() => undefined);
    return page;
  }

  async #list(query: IncidentQuery, options: CallOptions): Promise<IncidentPage> {
    const { list } = this.#tools;
    if (!list) return filteredHere(await this.#overview(options), query, undefined);
    const answer = listAnswer(await this.#call(list, listArguments(list, query), options));
    return filteredHere(answer, query, list);
  }

  async #refresh(signal: AbortSignal): Promise<void> {
    const tools = await this.#connection.listTools({ signal });
    this.#tools = incidentTools(tools);
    this.#isFresh = true;
    this.#onTools?.(tools);
  }

  async get(id: string, options: CallOptions = {}): Promise<ShownIncident> {
    const templates = (this.#templates ??= await this.#listTemplates(options));
    const read = await readIncident(this.#connection, templates, id, options);
    if (read) return read;
    const incident = await this.#find(id, options);
    if (!incident) throw new AppError('incident_not_found', { id });
    return incident;
  }

  async create(
    incident: NewIncident,
    { key, ...options }: CallOptions & { readonly key?: string } = {},
  ): Promise<string> {
    const tool = this.#required(this.#tools.create, TOOL.createIncident);
    const result = await this.#call(tool, createArguments(tool, incident, key), options);
    const created = result.structured?.['incident'] ?? result.structured;
    const id = isJsonObject(created) ? created['id'] : undefined;
    if (typeof id === 'string' || typeof id === 'number') return labelText(String(id));
    return labelText(parseCreatedId(textOf(result)));
  }

  async update(
    id: string,
    change: IncidentChange,
    { ifUpdatedAt, ...options }: CallOptions & { readonly ifUpdatedAt?: string } = {},
  ): Promise<ChangeAnswer> {
    const tool = this.#required(this.#tools.update, TOOL.updateIncident);
    const args = changeArguments(tool, id, change, { ifUpdatedAt, key: crypto.randomUUID() });
    const result = await this.#write(tool, args, options);
    const kind = isConflict(result) ? 'conflict' : 'done';
    if (kind === 'done') this.#refuseFailure(tool, result);
    const incident = incidentIn(result, id);
    return incident ? { kind, incident } : { kind };
  }

  async addNote(id: string, text: string, options: CallOptions = {}): Promise<ShownIncident | undefined> {
    const tool = this.#required(this.#tools.note, TOOL.addIncidentNote);
    const result = await this.#write(tool, noteArguments(tool, id, text, crypto.randomUUID()), options);
    this.#refuseFailure(tool, result);
    return incidentIn(result, id);
  }

  async #overview(options: CallOptions): Promise<IncidentPage> {
    const page = await readOverview(this.#connection, options);
    if (!page) throw new AppError('tool_missing', { tool: TOOL.listIncidents, server: this.#server });
    return page;
  }

  async #find(id: string, options: CallOptions): Promise<ShownIncident | undefined> {
    let cursor: string | undefined;
    const seen = new Set<string>();
    do {
      const page = await this.list(cursor === undefined ? {} : { cursor }, options);
      const found = page.incidents.find((incident) => incident.id === id);
      if (found) return found;
      cursor = page.nextCursor;
      if (cursor !== undefined && seen.has(cursor)) throw new AppError('endless_list', { what: 'incidents' });
      if (cursor !== undefined) seen.add(cursor);
    } while (cursor !== undefined);
    return undefined;
  }

  /** Many a server has resources and refuses to list templates, since it has none. */
  async #listTemplates(options: CallOptions): Promise<readonly string[]> {
    try {
      const templates = await this.#connection.listResourceTemplates(options);
      return templates.map(({ uriTemplate }) => uriTemplate);
    } catch (error) {
      if (isAppError(error, 'request_failed')) return [];
      throw error;
    }
  }

  #required<T extends KnownTool>(tool: T | undefined, name: string): T {
    if (!tool) throw new AppError('tool_missing', { tool: name, server: this.#server });
    return tool;
  }

  async #call(tool: KnownTool, args: JsonObject, options: CallOptions): Promise<ToolResult> {
    const result = await this.#connection.callTool(tool.name, args, options);
    this.#refuseFailure(tool, result);
    return result;
  }

  /** Calls a tool that changes something: where its answer is lost, it may have done so all the same. */
  async #write(tool: KnownTool, args: JsonObject, options: CallOptions): Promise<ToolResult> {
    try {
      return await this.#connection.callTool(tool.name, args, options);
    } catch (error) {
      if (!mayHaveArrived(error)) throw error;
      throw new AppError('answer_lost', { tool: tool.name, server: this.#server }, { cause: error });
    }
  }

  #refuseFailure(tool: KnownTool, result: ToolResult): void {
    if (!result.isError) return;
    throw new AppError('tool_failed', { tool: tool.name, message: labelText(textOf(result), MESSAGE_LENGTH) });
  }
}
