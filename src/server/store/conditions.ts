import { type Expression, sql, type SqlBool } from 'kysely';
import { SEVERITIES, STATUSES } from '../../shared/incident.ts';
import type { IncidentFilter } from './incidentStore.ts';
import { asciiLower } from './words.ts';

type Column = 'severity' | 'status' | 'service' | 'assignee';

function anyOf(column: Column, values: readonly (string | number)[]): Expression<SqlBool>[] {
  if (values.length === 0) return [];
  const isText = column === 'service' || column === 'assignee';
  // The sign keeps the database from an index by which it would have to read and sort a large part of the table.
  const side = isText ? sql`lower(${sql.ref(column)})` : sql`+${sql.ref(column)}`;
  const given = values.map((value) => (typeof value === 'string' ? asciiLower(value) : value));
  return [sql<SqlBool>`${side} in (${sql.join(given)})`];
}

const isGiven = (value: string | undefined): value is string => value !== undefined && value !== '';

/** What an incident must be to match a filter, its text apart; for rows of `incidents` and of `incident_counts`. */
export function conditionsOf(filter: IncidentFilter): readonly Expression<SqlBool>[] {
  const { severity, status, service, assignee, severities = [], statuses = [], services = [], assignees = [] } = filter;
  return [
    ...anyOf('severity', severity ? [SEVERITIES.indexOf(severity)] : []),
    ...anyOf('status', status ? [STATUSES.indexOf(status)] : []),
    ...anyOf('service', [service].filter(isGiven)),
    ...anyOf('assignee', [assignee].filter(isGiven)),
    ...anyOf(
      'severity',
      severities.map((one) => SEVERITIES.indexOf(one)),
    ),
    ...anyOf(
      'status',
      statuses.map((one) => STATUSES.indexOf(one)),
    ),
    ...anyOf('service', services),
    ...anyOf('assignee', assignees),
    ...(filter.unresolved ? [sql<SqlBool>`+status <> ${STATUSES.indexOf('resolved')}`] : []),
  ];
}

/** All of the conditions; true for none. */
export function allOf(conditions: readonly Expression<SqlBool>[]): Expression<SqlBool> {
  return conditions.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`(${sql.join([...conditions], sql` and `)})`;
}
