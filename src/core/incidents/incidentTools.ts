import type { IncidentChange, NewIncident, NewIncidentField } from './incidentSource.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../mcp/connection.ts';
import type { ToolDescription } from '../mcp/descriptions.ts';
import { type FieldRules, newIncidentRules } from './create/newIncidentRules.ts';
import { TOOL } from '../../shared/names.ts';

const NEW_FIELDS: readonly NewIncidentField[] = ['title', 'severity', 'description', 'service', 'tags'];
const CHANGE_FIELDS: readonly (keyof IncidentChange)[] = ['status', 'severity', 'assignee'];
const KEY_ARGUMENT = 'idempotencyKey';
const ID_ARGUMENTS = ['id', 'incident_id', 'incidentId'];

/** A tool and the names of the arguments it takes. */
export interface KnownTool {
  readonly name: string;
  readonly takes: ReadonlySet<string>;
}

/** The tool for a new incident, and what it says of each field. */
export interface CreateTool extends KnownTool {
  readonly rules: readonly FieldRules[];
}

/** The tools that a server has for incidents. */
export interface IncidentTools {
  readonly list?: KnownTool;
  readonly create?: CreateTool;
  readonly update?: KnownTool & { readonly idArgument: string };
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
  return { name, takes: new Set(isJsonObject(properties) ? Object.keys(properties) : []) };
}

/** Finds the tools for incidents among those that a server lists. */
export function incidentTools(tools: readonly ToolDescription[]): IncidentTools {
  const list = known(tools, TOOL.listIncidents);
  const create = createTool(tools);
  const update = known(tools, TOOL.updateIncident);
  const idArgument = ID_ARGUMENTS.find((name) => update?.takes.has(name));
  return {
    ...(list ? { list } : {}),
    ...(create ? { create } : {}),
    ...(update && idArgument !== undefined ? { update: { ...update, idArgument } } : {}),
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

/** Arguments of a new incident: what the tool takes and is not empty, with `key` where it takes one. */
export function createArguments(tool: CreateTool, incident: NewIncident, key?: string): JsonObject {
  const fields = createFieldsOf(tool).filter((field) => incident[field].length > 0);
  const takesText = tool.rules.some(({ name, isList }) => name === 'tags' && !isList);
  const values = { ...incident, tags: takesText ? incident.tags.join(', ') : incident.tags };
  return {
    ...Object.fromEntries(fields.map((field) => [field, values[field]])),
    ...(key !== undefined && takesKey(tool) ? { [KEY_ARGUMENT]: key } : {}),
  };
}

/** Arguments of a change: what the tool takes and is told. */
export function changeArguments(
  tool: KnownTool & { readonly idArgument: string },
  id: string,
  change: IncidentChange,
): JsonObject {
  const told = CHANGE_FIELDS.flatMap((field) => {
    const value = change[field];
    return value !== undefined && tool.takes.has(field) ? [[field, value] as const] : [];
  });
  return Object.fromEntries([[tool.idArgument, id] as const, ...told]);
}
