import { RESOURCE } from '../../shared/names.ts';
import { AppError, isAppError } from '../errors.ts';
import type { CallOptions, Content, McpConnection } from '../mcp/connection.ts';
import { isJsonArray, parsedJson } from '../json.ts';
import type { IncidentPage, ShownIncident } from './incidentSource.ts';
import { isNotFoundText, parseIncidentOverview } from './incidentTexts.ts';
import { shownIncident, shownIncidents } from './shownIncident.ts';

/** A template of the scheme `incidents` with one plain variable that ends it (RFC 6570 level 1). */
const TEMPLATE = /^incidents:\/\/(?:[\w.~-]+\/)*\{[\w.]+\}$/;

function textOf(contents: readonly Content[]): string {
  return contents.flatMap((one) => (one.type === 'resource' ? [one.text ?? ''] : [])).join('\n');
}

/** Whether a server answered the address of an incident by words alone, since it has none such. */
export function isMissingIncident(uri: string, contents: readonly Content[]): boolean {
  return uri.startsWith('incidents:') && isNotFoundText(textOf(contents));
}

/** The address of one incident by the templates that a server lists; undefined where none is for incidents. */
export function incidentUri(templates: readonly string[], id: string): string | undefined {
  const fitting = templates.filter((template) => TEMPLATE.test(template));
  const chosen = fitting.find((template) => /\{(?:incident_?)?id\}$/i.test(template)) ?? fitting[0];
  return chosen?.replace(/\{[^}]*\}$/, () => encodeURIComponent(id));
}

/**
 * Reads one incident; undefined where the server has no such resource or answers it with something unreadable.
 * @throws AppError `incident_not_found`, and those of the connection
 */
export async function readIncident(
  connection: McpConnection,
  templates: readonly string[],
  id: string,
  options: CallOptions,
): Promise<ShownIncident | undefined> {
  const uri = incidentUri(templates, id);
  if (uri === undefined) return undefined;
  const text = textOf(await readOr(connection, uri, options, new AppError('incident_not_found', { id })));
  if (isNotFoundText(text)) throw new AppError('incident_not_found', { id });
  return shownIncident(parsedJson(text));
}

async function readOr(
  connection: McpConnection,
  uri: string,
  options: CallOptions,
  missing: AppError,
): Promise<readonly Content[]> {
  try {
    return await connection.readResource(uri, options);
  } catch (error) {
    throw isAppError(error, 'resource_missing') ? missing : error;
  }
}

/** Reads `incidents://all`; undefined where the server has no such resource. @throws AppError `answer_invalid` */
export async function readOverview(connection: McpConnection, options: CallOptions): Promise<IncidentPage | undefined> {
  let text: string;
  try {
    text = textOf(await connection.readResource(RESOURCE.all, options));
  } catch (error) {
    if (isAppError(error, 'resource_missing', 'request_failed')) return undefined;
    throw error;
  }
  const json = parsedJson(text);
  const sent = isJsonArray(json) ? json : parseIncidentOverview(text);
  if (!sent) throw new AppError('answer_invalid', { what: RESOURCE.all });
  return { incidents: shownIncidents(sent) };
}
