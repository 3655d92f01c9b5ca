import * as vscode from 'vscode';
import { FACETS, type Facet, type IncidentFilter } from '../../../core/incidents/list/incidentFilter.ts';
import { severityWord, statusWord } from '../incidentWords.ts';

const { t } = vscode.l10n;

/** The values of a facet that a summary names; more are counted. */
const NAMED = 3;

/** A value of a facet in the person's language; an empty one stands for none. */
export function facetWord(facet: Facet, value: string): string {
  switch (facet) {
    case 'severity':
      return severityWord(value);
    case 'status':
      return statusWord(value);
    case 'service':
      return value || t('No service');
    case 'assignee':
      return value || t('Nobody');
  }
}

/** What a filter leaves, in a line: such as "checkout · Critical, High · Mine". */
export function filterSummary(filter: IncidentFilter): string {
  const text = filter.text.trim();
  const facets = FACETS.filter((facet) => !(facet === 'assignee' && filter.mine)).map((facet) =>
    valuesText(filter[facet].map((value) => facetWord(facet, value))),
  );
  const parts = [text === '' ? '' : t('“{0}”', text), ...facets, filter.mine ? t('Mine') : ''];
  return parts.filter((part) => part !== '').join(' · ');
}

function valuesText(words: readonly string[]): string {
  const named = words.slice(0, NAMED).join(', ');
  return words.length > NAMED ? t('{0} and {1} more', named, words.length - NAMED) : named;
}
