/** A query, and whether its second page is asked for. */
export interface Asked {
  readonly query: Readonly<Record<string, unknown>>;
  readonly isSecond?: boolean;
}

/** Pages as the view and a model ask for them. */
export const PAGES: readonly Asked[] = [
  { query: { sort: 'newest', limit: 100 } },
  { query: { sort: 'urgency', limit: 50 } },
  { query: { sort: 'title', limit: 100 } },
  { query: { sort: 'newest', limit: 100, severities: ['high', 'critical'], countBy: ['service', 'assignee'] } },
];

function search(text: string, filter: object = {}): Asked {
  return { query: { sort: 'newest', limit: 50, text, ...filter } };
}

/** Searches: words of one incident, of some, of many, of nearly all and of none; several words; filters; later pages. */
export const SEARCHES: readonly Asked[] = [
  ...['INC-10777', '777', 'checkout', 'inc', 'INC-1', 'customers', 'zebra'].map((text) => search(text)),
  ...['checkout 77', 'inc 777', 'checkout INC-1 7', 'inc customers'].map((text) => search(text)),
  search('checkout', { severities: ['high', 'critical'] }),
  search('checkout 77', { statuses: ['open', 'investigating'], sort: 'urgency' }),
  search('inc', { services: ['payments'] }),
  search('77', { services: ['payments', 'billing'], sort: 'title' }),
  { ...search('checkout'), isSecond: true },
  { ...search('checkout 77'), isSecond: true },
];
