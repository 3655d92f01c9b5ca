import * as z from 'zod/mini';
import { countsSchema } from '../../shared/incident.ts';
import { AppError } from '../errors.ts';
import type { ToolResult } from '../mcp/connection.ts';
import { isJsonArray, isJsonObject, parsedJson } from '../json.ts';
import { TOOL } from '../../shared/names.ts';
import type { IncidentPage } from './incidentSource.ts';
import { parseIncidentList } from './incidentTexts.ts';
import { shownIncidents } from './shownIncident.ts';

/** The texts of a tool's result, one below the other. */
export function textOf(result: ToolResult): string {
  return result.content.flatMap((content) => (content.type === 'text' ? [content.text] : [])).join('\n');
}

function pageOf(sent: unknown): IncidentPage | undefined {
  if (isJsonArray(sent)) return { incidents: shownIncidents(sent) };
  if (!isJsonObject(sent) || !isJsonArray(sent['incidents'])) return undefined;
  const { nextCursor } = sent;
  const counts = z.safeParse(countsSchema, sent['counts']);
  return {
    incidents: shownIncidents(sent['incidents']),
    ...(typeof nextCursor === 'string' && nextCursor !== '' ? { nextCursor } : {}),
    ...(counts.success ? { counts: counts.data } : {}),
  };
}

/**
 * The incidents in an answer of `list_incidents`: structured content, else JSON in its text, else lines of text.
 * @throws AppError `answer_invalid`
 */
export function listAnswer(result: ToolResult): IncidentPage {
  const structured = pageOf(result.structured);
  if (structured) return structured;
  const text = textOf(result);
  const page = pageOf(parsedJson(text));
  if (page) return page;
  const lines = parseIncidentList(text);
  if (!lines) throw new AppError('answer_invalid', { what: TOOL.listIncidents });
  return { incidents: shownIncidents(lines) };
}
