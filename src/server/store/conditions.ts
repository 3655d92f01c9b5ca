import type { SQLInputValue } from 'node:sqlite';
import { SEVERITIES, STATUSES } from '../../shared/incident.ts';
import type { IncidentFilter } from './incidentStore.ts';

/** A part of a WHERE clause with the values of its placeholders. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

function anyOf(column: string, values: readonly SQLInputValue[] = []): Condition[] {
  return values.length === 0 ? [] : [{ sql: `${column} IN (${values.map(() => '?').join(', ')})`, values }];
}

/** What an incident must be to match a filter. */
export function conditionsOf(filter: IncidentFilter): Condition[] {
  const conditions: Condition[] = [];
  const { severity, status, service, assignee, severities, statuses, services, assignees } = filter;
  if (severity) conditions.push({ sql: 'severity = ?', values: [SEVERITIES.indexOf(severity)] });
  if (status) conditions.push({ sql: 'status = ?', values: [STATUSES.indexOf(status)] });
  if (service) conditions.push({ sql: 'service = ? COLLATE NOCASE', values: [service] });
  if (assignee) conditions.push({ sql: 'assignee = ? COLLATE NOCASE', values: [assignee] });
  conditions.push(
    ...anyOf(
      'severity',
      severities?.map((one) => SEVERITIES.indexOf(one)),
    ),
  );
  conditions.push(
    ...anyOf(
      'status',
      statuses?.map((one) => STATUSES.indexOf(one)),
    ),
  );
  conditions.push(...anyOf('service COLLATE NOCASE', services), ...anyOf('assignee COLLATE NOCASE', assignees));
  if (filter.unresolved) conditions.push({ sql: 'status <> ?', values: [STATUSES.indexOf('resolved')] });
  for (const word of (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean)) {
    conditions.push({ sql: 'instr(search, ?) > 0', values: [word] });
  }
  return conditions;
}

/** All of the conditions as one WHERE clause; an empty text for none. */
export function whereClause(conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return { sql: '', values: [] };
  return {
    sql: `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`,
    values: conditions.flatMap(({ values }) => values),
  };
}
