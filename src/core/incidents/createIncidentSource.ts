import { AppError, isAppError } from '../errors.ts';
import type { CallOptions, JsonObject, McpConnection, ToolResult } from '../mcp/connection.ts';
import { isJsonObject } from '../json.ts';
import { labelText } from '../shownText.ts';
import { TOOL } from '../../shared/names.ts';
import type { IncidentChange, IncidentPage, IncidentQuery, IncidentSource, NewIncident } from './incidentSource.ts';
import type { NewIncidentField, ShownIncident } from './incidentSource.ts';
import { changeArguments, createArguments, createFieldsOf, incidentTools } from './incidentTools.ts';
import type { IncidentTools, KnownTool } from './incidentTools.ts';
import type { ToolDescription } from '../mcp/descriptions.ts';
import { parseCreatedId } from './incidentTexts.ts';
import { listAnswer, textOf } from './listAnswer.ts';
import { filteredHere, listArguments } from './listArguments.ts';
import { readIncident, readOverview } from './incidentResources.ts';
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

  get canUpdate(): boolean {
    return this.#tools.update !== undefined;
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
    let page: IncidentPage;
    try {
      page = await this.#list(query, options);
    } catch (error) {
      // Perhaps the tool is another one by now.
      if (this.#isFresh || !isAppError(error, 'tool_failed', 'request_failed')) throw error;
      await this.#refresh(options);
      return this.#list(query, options);
    }
    // In its own time; where it fails, the next list tries again.
    if (!this.#isFresh) void this.#refresh().catch(() => undefined);
    return page;
  }

  async #list(query: IncidentQuery, options: CallOptions): Promise<IncidentPage> {
    const { list } = this.#tools;
    if (!list) return filteredHere(await this.#overview(options), query, undefined);
    const answer = listAnswer(await this.#call(list, listArguments(list, query), options));
    return filteredHere(answer, query, list);
  }

  /** Looks at the server's tools anew. */
  async #refresh(options: CallOptions = {}): Promise<void> {
    this.#isFresh = true;
    try {
      const tools = await this.#connection.listTools(options);
      this.#tools = incidentTools(tools);
      this.#onTools?.(tools);
    } catch (error) {
      this.#isFresh = false;
      throw error;
    }
  }

  async get(id: string, options: CallOptions = {}): Promise<ShownIncident> {
    const templates = (this.#templates ??= await this.#listTemplates(options));
    const read = await readIncident(this.#connection, templates, id, options);
    if (read) return read;
    const incident = await this.#find(id, options);
    if (!incident) throw new AppError('incident_not_found', { id });
    return incident;
  }

  async create(incident: NewIncident, options: CallOptions = {}): Promise<string> {
    const tool = this.#required(this.#tools.create, TOOL.createIncident);
    const result = await this.#call(tool, createArguments(tool, incident), options);
    const created = result.structured?.['incident'] ?? result.structured;
    const id = isJsonObject(created) ? created['id'] : undefined;
    if (typeof id === 'string' || typeof id === 'number') return labelText(String(id));
    return labelText(parseCreatedId(textOf(result)));
  }

  async update(id: string, change: IncidentChange, options: CallOptions = {}): Promise<void> {
    const tool = this.#required(this.#tools.update, TOOL.updateIncident);
    await this.#call(tool, changeArguments(tool, id, change), options);
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
    if (!result.isError) return result;
    throw new AppError('tool_failed', { tool: tool.name, message: labelText(textOf(result), MESSAGE_LENGTH) });
  }
}
