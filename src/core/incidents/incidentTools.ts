import type { ChangeField, IncidentChange, NewIncident, NewIncidentField } from './incidentSource.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../mcp/connection.ts';
import type { ToolDescription } from '../mcp/descriptions.ts';
import { type FieldRules, newIncidentRules } from './create/newIncidentRules.ts';
import { KEY_ARGUMENT, TOOL } from '../../shared/names.ts';

const NEW_FIELDS: readonly NewIncidentField[] = ['title', 'severity', 'description', 'service', 'tags'];
const CHANGE_FIELDS: readonly ChangeField[] = ['status', 'severity', 'assignee'];
const ID_ARGUMENTS = ['id', 'incident_id', 'incidentId'];
const NOTE_ARGUMENTS = ['text', 'note', 'body', 'comment', 'message'];
/** Takes the instant of the version that was seen. */
const VERSION_ARGUMENT = 'ifUpdatedAt';

/** A tool and the names of the arguments it takes. */
export interface KnownTool {
  readonly name: string;
  readonly takes: ReadonlySet<string>;
  /** The JSON Schemas of the arguments, by name. */
  readonly schemas: JsonObject;
}

/** A tool for one incident, and the argument that names it. */
export interface ToolForOne extends KnownTool {
  readonly idArgument: string;
}

/** The tool for a new incident, and what it says of each field. */
export interface CreateTool extends KnownTool {
  readonly rules: readonly FieldRules[];
}

/** The tool for a note, and the argument that holds its text. */
export interface NoteTool extends ToolForOne {
  readonly textArgument: string;
}

/** The tools that a server has for incidents. */
export interface IncidentTools {
  readonly list?: KnownTool;
  readonly create?: CreateTool;
  readonly update?: ToolForOne;
  readonly note?: NoteTool;
  readonly me?: KnownTool;
}

function createTool(tools: readonly ToolDescription[]): CreateTool | undefined {
  const tool = known(tools, TOOL.createIncident);
  const described = tools.find(({ name }) => name === TOOL.createIncident);
  return tool && described && { ...tool, rules: newIncidentRules(described.inputSchema) };
}

function known(tools: readonly ToolDescription[], name: string): KnownTool | undefined {
  const tool = tools.find((one) => one.name === name);
  if (!tool) return undefined;
  const { properties } = tool.inputSchema;
  const schemas = isJsonObject(properties) ? properties : {};
  return { name, takes: new Set(Object.keys(schemas)), schemas };
}

function knownForOne(tools: readonly ToolDescription[], name: string): ToolForOne | undefined {
  const tool = known(tools, name);
  const idArgument = ID_ARGUMENTS.find((argument) => tool?.takes.has(argument));
  return tool && idArgument !== undefined ? { ...tool, idArgument } : undefined;
}

/** Finds the tools for incidents among those that a server lists. */
export function incidentTools(tools: readonly ToolDescription[]): IncidentTools {
  const list = known(tools, TOOL.listIncidents);
  const create = createTool(tools);
  const update = knownForOne(tools, TOOL.updateIncident);
  const note = knownForOne(tools, TOOL.addIncidentNote);
  const textArgument = NOTE_ARGUMENTS.find((argument) => note?.takes.has(argument));
  const me = known(tools, TOOL.getMe);
  return {
    ...(list ? { list } : {}),
    ...(create ? { create } : {}),
    ...(update ? { update } : {}),
    ...(note && textArgument !== undefined ? { note: { ...note, textArgument } } : {}),
    ...(me ? { me } : {}),
  };
}

/** Fields of a new incident that the tool takes; none where it takes no title. */
export function createFieldsOf(tool: KnownTool | undefined): readonly NewIncidentField[] {
  return tool?.takes.has('title') ? NEW_FIELDS.filter((field) => tool.takes.has(field)) : [];
}

/** Whether a call can carry a key by which the server knows a repetition. */
export function takesKey(tool: KnownTool | undefined): boolean {
  return tool?.takes.has(KEY_ARGUMENT) ?? false;
}

/** The argument that carries a key, where the tool takes one. */
function keyArgument(tool: KnownTool, key: string | undefined): JsonObject {
  return key !== undefined && takesKey(tool) ? { [KEY_ARGUMENT]: key } : {};
}

/** Arguments of a new incident: what the tool takes and is not empty, with `key` where it takes one. */
export function createArguments(tool: CreateTool, incident: NewIncident, key?: string): JsonObject {
  const fields = createFieldsOf(tool).filter((field) => incident[field].length > 0);
  const takesText = tool.rules.some(({ name, isList }) => name === 'tags' && !isList);
  const values = { ...incident, tags: takesText ? incident.tags.join(', ') : incident.tags };
  return {
    ...Object.fromEntries(fields.map((field) => [field, values[field]])),
    ...keyArgument(tool, key),
  };
}

/** Arguments of a note, with `key` where the tool takes one. */
export function noteArguments(tool: NoteTool, id: string, text: string, key: string): JsonObject {
  return { [tool.idArgument]: id, [tool.textArgument]: text, ...keyArgument(tool, key) };
}

/** Fields that the tool lets be changed. */
export function changeFieldsOf(tool: KnownTool | undefined): readonly ChangeField[] {
  return CHANGE_FIELDS.filter((field) => tool?.takes.has(field));
}

/** Whether the tool refuses a change of another version than the one that was seen. */
export function takesVersion(tool: KnownTool | undefined): boolean {
  return tool?.takes.has(VERSION_ARGUMENT) ?? false;
}

/** Arguments of a change: what the tool takes and is told, with `key` where it takes one. */
export function changeArguments(
  tool: ToolForOne,
  id: string,
  change: IncidentChange,
  { ifUpdatedAt, key }: { readonly ifUpdatedAt?: string | undefined; readonly key: string },
): JsonObject {
  const told = CHANGE_FIELDS.flatMap((field) => {
    const value = change[field];
    return value !== undefined && tool.takes.has(field) ? [[field, value] as const] : [];
  });
  const version = ifUpdatedAt !== undefined && takesVersion(tool) ? [[VERSION_ARGUMENT, ifUpdatedAt] as const] : [];
  const given = Object.fromEntries([[tool.idArgument, id] as const, ...told, ...version]);
  return { ...given, ...keyArgument(tool, key) };
}
