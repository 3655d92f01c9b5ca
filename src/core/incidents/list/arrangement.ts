/** What the incidents can be grouped by. */
export const GROUPINGS = ['severity', 'status', 'service', 'assignee', 'server', 'none'] as const;
/** One of {@link GROUPINGS}. */
export type Grouping = (typeof GROUPINGS)[number];

/** Orders of the incidents in a group: what is urgent, changed last or created last comes first; titles by alphabet. */
export const SORTINGS = ['severity', 'updated', 'created', 'title'] as const;
/** One of {@link SORTINGS}. */
export type Sorting = (typeof SORTINGS)[number];

/** How the incidents are laid out. */
export interface Arrangement {
  readonly groupBy: Grouping;
  readonly sortBy: Sorting;
}

/** How they are laid out where the person chose nothing. */
export const DEFAULT_ARRANGEMENT: Arrangement = { groupBy: 'severity', sortBy: 'severity' };
