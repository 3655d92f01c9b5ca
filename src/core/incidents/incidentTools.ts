import type { IncidentChange, NewIncident, NewIncidentField } from './incidentSource.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../mcp/connection.ts';
import type { ToolDescription } from '../mcp/descriptions.ts';
import { TOOL } from '../../shared/names.ts';

const NEW_FIELDS: readonly NewIncidentField[] = ['title', 'severity', 'description', 'service', 'tags'];
const CHANGE_FIELDS: readonly (keyof IncidentChange)[] = ['status', 'severity', 'assignee'];
const ID_ARGUMENTS = ['id', 'incident_id', 'incidentId'];

/** A tool and the names of the arguments it takes. */
export interface KnownTool {
  readonly name: string;
  readonly takes: ReadonlySet<string>;
}

/** The tools that a server has for incidents. */
export interface IncidentTools {
  readonly list?: KnownTool;
  readonly create?: KnownTool;
  readonly update?: KnownTool & { readonly idArgument: string };
  readonly me?: KnownTool;
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
  const create = known(tools, TOOL.createIncident);
  const update = known(tools, TOOL.updateIncident);
  const me = known(tools, TOOL.getMe);
  const idArgument = ID_ARGUMENTS.find((name) => update?.takes.has(name));
  return {
    ...(list ? { list } : {}),
    ...(create ? { create } : {}),
    ...(update && idArgument !== undefined ? { update: { ...update, idArgument } } : {}),
    ...(me ? { me } : {}),
  };
}

/** Fields of a new incident that the tool takes; none where it takes no title. */
export function createFieldsOf(tool: KnownTool | undefined): readonly NewIncidentField[] {
  return tool?.takes.has('title') ? NEW_FIELDS.filter((field) => tool.takes.has(field)) : [];
}

/** Arguments of a new incident: what the tool takes and is not empty. */
export function createArguments(tool: KnownTool, incident: NewIncident): JsonObject {
  const fields = createFieldsOf(tool).filter((field) => incident[field].length > 0);
  return Object.fromEntries(fields.map((field) => [field, incident[field]]));
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
