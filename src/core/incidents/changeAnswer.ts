import { isJsonObject, parsedJson } from '../json.ts';
import type { Json, ToolResult } from '../mcp/connection.ts';
import type { ShownIncident } from './incidentSource.ts';
import { textOf } from './listAnswer.ts';
import { shownIncident } from './shownIncident.ts';

/** Whether a server refused a change since the incident is no longer the one that was seen. */
export function isConflict({ isError, structured }: ToolResult): boolean {
  return isError && structured?.['conflict'] === true;
}

/** The incident `id` in the answer of a tool that changed it: structured content or JSON as text; undefined where it has none. */
export function incidentIn(result: ToolResult, id: string): ShownIncident | undefined {
  return incidentOf(result.structured, id) ?? incidentOf(parsedJson(textOf(result)), id);
}

function incidentOf(sent: Json | undefined, id: string): ShownIncident | undefined {
  if (!isJsonObject(sent)) return undefined;
  const incident = shownIncident(sent['incident'] ?? sent);
  return incident?.id.toLowerCase() === id.toLowerCase() ? incident : undefined;
}
