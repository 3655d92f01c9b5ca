import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { AppError, isAppError } from '../../../core/errors.ts';
import {
  type Arrangement,
  DEFAULT_ARRANGEMENT,
  type Grouping,
  GROUPINGS,
  type Sorting,
  SORTINGS,
} from '../../../core/incidents/list/arrangement.ts';
import { FACETS, type IncidentFilter, NO_FILTER } from '../../../core/incidents/list/incidentFilter.ts';
import type { SettingsProblem } from '../../settings/parseServers.ts';
import type { ListWishes } from '../list/listWishes.ts';

const GROUP_BY = 'incidentDesk.incidents.groupBy';
const SORT_BY = 'incidentDesk.incidents.sortBy';
const FILTER = 'incidentDesk.incidents.filter';

const says = (problem: SettingsProblem) => ({ error: problem });
const list = () => z.optional(z.array(z.string(says('not_text')), says('not_list')));
const filterSchema = z.strictObject(
  {
    text: z.optional(z.string(says('not_text'))),
    severity: list(),
    status: list(),
    service: list(),
    assignee: list(),
    mine: z.optional(z.boolean(says('not_boolean'))),
  },
  says('not_filter'),
);

/** Which incidents the person wants to see, and how; what cannot be read counts as not set, and `problem` says so. */
export interface ReadWishes {
  readonly wishes: ListWishes;
  /** `invalid_settings` of the first field that cannot be read. */
  readonly problem?: AppError;
}

/** Reads the three settings of the list, from the person's own settings alone. */
export function readWishes(): ReadWishes {
  const problems: AppError[] = [];
  const orElse = <T>(read: () => T, otherwise: T): T => {
    try {
      return read();
    } catch (error) {
      if (!isAppError(error)) throw error;
      problems.push(error);
      return otherwise;
    }
  };
  const arrangement: Arrangement = {
    groupBy: orElse(() => choice(GROUP_BY, GROUPINGS, DEFAULT_ARRANGEMENT.groupBy), DEFAULT_ARRANGEMENT.groupBy),
    sortBy: orElse(() => choice(SORT_BY, SORTINGS, DEFAULT_ARRANGEMENT.sortBy), DEFAULT_ARRANGEMENT.sortBy),
  };
  const filter = orElse(() => parseFilter(valueOf(FILTER)), NO_FILTER);
  const [problem] = problems;
  return { wishes: { arrangement, filter }, ...(problem ? { problem } : {}) };
}

/** @throws AppError `invalid_settings` that names the wrong field */
export function parseFilter(value: unknown): IncidentFilter {
  const { data, error } = filterSchema.safeParse(value ?? {});
  if (data) {
    const { text = '', severity = [], status = [], service = [], assignee = [], mine = false } = data;
    return { text, severity, status, service, assignee, mine };
  }
  const [issue] = error.issues;
  const field = (issue?.path ?? []).map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
  throw new AppError('invalid_settings', {
    field: `${FILTER}${field.join('')}`,
    problem: issue?.message ?? 'not_filter',
  });
}

/** Remembers what the incidents are grouped by. */
export function writeGroupBy(groupBy: Grouping): Thenable<void> {
  return write(GROUP_BY, groupBy === DEFAULT_ARRANGEMENT.groupBy ? undefined : groupBy);
}

/** Remembers the order of the incidents. */
export function writeSortBy(sortBy: Sorting): Thenable<void> {
  return write(SORT_BY, sortBy === DEFAULT_ARRANGEMENT.sortBy ? undefined : sortBy);
}

/** Remembers the filter; nothing at all for none. */
export function writeFilter({ text, mine, ...facets }: IncidentFilter): Thenable<void> {
  const lists = FACETS.filter((facet) => facets[facet].length > 0).map((facet) => [facet, facets[facet]] as const);
  const set = {
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...Object.fromEntries(lists),
    ...(mine ? { mine } : {}),
  };
  return write(FILTER, Object.keys(set).length > 0 ? set : undefined);
}

/** Whether a change of the configuration is about the list. */
export function concernsList(event: vscode.ConfigurationChangeEvent): boolean {
  return [GROUP_BY, SORT_BY, FILTER].some((setting) => event.affectsConfiguration(setting));
}

function choice<Choice extends string>(setting: string, choices: readonly Choice[], otherwise: Choice): Choice {
  const value = valueOf(setting) ?? otherwise;
  const known = choices.find((one) => one === value);
  if (known) return known;
  const words = choices.map((one) => JSON.stringify(one)).join(', ');
  throw new AppError('invalid_settings', { field: setting, problem: 'not_choice', choices: words });
}

function valueOf(setting: string): unknown {
  return vscode.workspace.getConfiguration().inspect(setting)?.globalValue;
}

function write(setting: string, value: unknown): Thenable<void> {
  return vscode.workspace.getConfiguration().update(setting, value, vscode.ConfigurationTarget.Global);
}
