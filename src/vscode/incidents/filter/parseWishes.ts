import * as z from 'zod/mini';
import { AppError, isAppError } from '../../../core/errors.ts';
import { DEFAULT_ARRANGEMENT, GROUPINGS, SORTINGS } from '../../../core/incidents/list/arrangement.ts';
import { FACETS, type IncidentFilter, NO_FILTER } from '../../../core/incidents/list/incidentFilter.ts';
import type { SettingsProblem } from '../../settings/parseServers.ts';
import type { ListWishes } from '../list/listWishes.ts';

/** Names of the three settings of the list. */
export const LIST_SETTINGS = {
  groupBy: 'incidentDesk.incidents.groupBy',
  sortBy: 'incidentDesk.incidents.sortBy',
  filter: 'incidentDesk.incidents.filter',
} as const;

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

/** Reads the three settings of the list; `valueOf` gives what a setting holds, undefined where it is not set. */
export function parseWishes(valueOf: (setting: string) => unknown): ReadWishes {
  const problems: AppError[] = [];
  const orElse = <T>(otherwise: T, read: () => T): T => {
    try {
      return read();
    } catch (error) {
      if (!isAppError(error)) throw error;
      problems.push(error);
      return otherwise;
    }
  };
  const choice = <Choice extends string>(setting: string, choices: readonly Choice[], otherwise: Choice): Choice =>
    orElse(otherwise, () => parseChoice(setting, valueOf(setting) ?? otherwise, choices));
  const arrangement = {
    groupBy: choice(LIST_SETTINGS.groupBy, GROUPINGS, DEFAULT_ARRANGEMENT.groupBy),
    sortBy: choice(LIST_SETTINGS.sortBy, SORTINGS, DEFAULT_ARRANGEMENT.sortBy),
  };
  const filter = orElse(NO_FILTER, () => parseFilter(valueOf(LIST_SETTINGS.filter)));
  const [problem] = problems;
  return { wishes: { arrangement, filter }, ...(problem ? { problem } : {}) };
}

/** What the setting holds for a filter: only what it narrows, and nothing at all for one that leaves all. */
export function filterSetting({ text, mine, ...facets }: IncidentFilter): object | undefined {
  const lists = FACETS.filter((facet) => facets[facet].length > 0).map((facet) => [facet, facets[facet]] as const);
  const set = {
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...Object.fromEntries(lists),
    ...(mine ? { mine } : {}),
  };
  return Object.keys(set).length > 0 ? set : undefined;
}

/** @throws AppError `invalid_settings` that names the wrong field */
function parseFilter(value: unknown): IncidentFilter {
  const { data, error } = filterSchema.safeParse(value ?? {});
  if (data) {
    const { text = '', severity = [], status = [], service = [], assignee = [], mine = false } = data;
    return { text, severity, status, service, assignee, mine };
  }
  const [issue] = error.issues;
  const field = (issue?.path ?? []).map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
  throw new AppError('invalid_settings', {
    field: `${LIST_SETTINGS.filter}${field.join('')}`,
    problem: issue?.message ?? 'not_filter',
  });
}

function parseChoice<Choice extends string>(setting: string, value: unknown, choices: readonly Choice[]): Choice {
  const known = choices.find((one) => one === value);
  if (known) return known;
  const words = choices.map((one) => JSON.stringify(one)).join(', ');
  throw new AppError('invalid_settings', { field: setting, problem: 'not_choice', choices: words });
}
