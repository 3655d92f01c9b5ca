import * as z from 'zod';
import { sha256Base64url } from '../sha256Base64url.ts';
import { type IncidentFilter, RefusedRequest, type Sort } from './incidentStore.ts';

const cursorSchema = z.object({
  /** Fingerprint of sort and filter. */
  q: z.string(),
  /** Sort key of the last row that was sent. */
  k: z.array(z.union([z.string(), z.number()])).max(4),
});
/** The sort key of a row. */
export type SortKey = readonly (string | number)[];

function fingerprint(sort: Sort, filter: IncidentFilter): string {
  const { severity = '', status = '', text = '', service = '', assignee = '', unresolved = false } = filter;
  const { severities = [], statuses = [], services = [], assignees = [] } = filter;
  const lists = [severities, statuses, services, assignees];
  const parts = JSON.stringify([sort, severity, status, text, service, assignee, unresolved, ...lists]);
  return sha256Base64url(parts).slice(0, 12);
}

/** An opaque text that says where the next page of this query begins. */
export function encodeCursor(sort: Sort, filter: IncidentFilter, last: SortKey): string {
  return Buffer.from(JSON.stringify({ q: fingerprint(sort, filter), k: last }), 'utf8').toString('base64url');
}

/**
 * The sort key inside a cursor.
 * @throws RefusedRequest for a text that is no cursor, or one of another query
 */
export function decodeCursor(sort: Sort, filter: IncidentFilter, cursor: string): SortKey {
  let parsed: z.infer<typeof cursorSchema>;
  try {
    parsed = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    throw new RefusedRequest('The cursor is not valid. Ask again without one.', { cause: error });
  }
  if (parsed.q === fingerprint(sort, filter)) return parsed.k;
  throw new RefusedRequest('The cursor belongs to another query. Repeat that query, or ask again without a cursor.');
}
