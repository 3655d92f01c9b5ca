import * as vscode from 'vscode';
import { type FilterChoice } from '../../../core/incidents/list/filterChoices.ts';
import { FACETS, type Facet, type IncidentFilter } from '../../../core/incidents/list/incidentFilter.ts';
import { plainLabel } from '../../quickInput/plainLabel.ts';
import { severityIcon } from '../list/severityIcon.ts';
import { facetWord } from './filterWords.ts';

const { t } = vscode.l10n;

/** What the filter is chosen from. */
export interface FilterOffer {
  readonly choices: readonly FilterChoice[];
  /** Whether a server can say who the person is. */
  readonly canMine: boolean;
}

type FilterItem = vscode.QuickPickItem &
  (
    | { readonly of: 'text'; readonly text: string }
    | { readonly of: 'mine' | 'separator' }
    | { readonly of: 'facet'; readonly facet: Facet; readonly value: string }
  );

/**
 * Asks in one list for text and facets; what is typed is a text to look for until something else is ticked beside it.
 * Undefined where the list is closed.
 * @param load what is known now, and a better offer once the servers answered
 */
export async function askFilter(
  filter: IncidentFilter,
  now: FilterOffer,
  load: Promise<FilterOffer>,
): Promise<IncidentFilter | undefined> {
  const input = vscode.window.createQuickPick<FilterItem>();
  Object.assign(input, {
    title: t('Filter Incidents'),
    placeholder: t('Type how words begin, or tick what to show'),
    canSelectMany: true,
    ignoreFocusOut: true,
    matchOnDescription: true,
    busy: true,
  });
  const { promise, resolve } = Promise.withResolvers<IncidentFilter | undefined>();
  const list = new FilterList(input, filter, now);
  const listening = [input.onDidAccept(() => resolve(list.chosen())), input.onDidHide(() => resolve(undefined)), list];
  const loading = load.then(
    (offer) => list.offer(offer),
    // What is known already serves.
    () => undefined,
  );
  void loading.finally(() => (input.busy = false));
  input.show();
  try {
    return await promise;
  } finally {
    for (const one of listening) one.dispose();
    input.dispose();
  }
}

/** The items of the list, and which of them are ticked. */
class FilterList implements vscode.Disposable {
  readonly #input: vscode.QuickPick<FilterItem>;
  readonly #listening: readonly vscode.Disposable[];
  #offer: FilterOffer;
  /** Keys of what is ticked, the text apart. */
  #ticked: Set<string>;
  #text: string;
  #isTextTicked: boolean;
  /** Keys that VS Code was told are ticked: it tells of these too. */
  #expected = '';
  #ended = false;

  constructor(input: vscode.QuickPick<FilterItem>, filter: IncidentFilter, offer: FilterOffer) {
    this.#input = input;
    this.#offer = offer;
    this.#text = filter.text.trim();
    this.#isTextTicked = this.#text !== '';
    this.#ticked = new Set([
      ...FACETS.flatMap((facet) => filter[facet].map((value) => `${facet}/${value}`)),
      ...(filter.mine ? ['mine'] : []),
    ]);
    this.#draw();
    this.#listening = [
      input.onDidChangeValue((value) => this.#typed(value.trim())),
      input.onDidChangeSelection((items) => this.#tick(items)),
    ];
  }

  offer(offer: FilterOffer): void {
    if (this.#ended) return;
    this.#offer = offer;
    this.#draw();
  }

  chosen(): IncidentFilter {
    const valuesOf = (facet: Facet): readonly string[] =>
      [...this.#ticked].filter((key) => key.startsWith(`${facet}/`)).map((key) => key.slice(facet.length + 1));
    return {
      text: this.#isTextTicked ? this.#text : '',
      severity: valuesOf('severity'),
      status: valuesOf('status'),
      service: valuesOf('service'),
      assignee: valuesOf('assignee'),
      mine: this.#ticked.has('mine'),
    };
  }

  dispose(): void {
    this.#ended = true;
    for (const one of this.#listening) one.dispose();
  }

  #typed(text: string): void {
    if (text === '') return;
    this.#text = text;
    this.#isTextTicked = true;
    this.#draw();
  }

  #tick(items: readonly FilterItem[]): void {
    const keys = items.map(keyOf);
    if (joined(keys) === this.#expected) return;
    const facets = keys.filter((key) => key !== 'text');
    const isTextTicked = keys.includes('text');
    const isOther = joined(facets) !== joined([...this.#ticked]);
    // Whoever types to find a value and ticks it means the value.
    const meantValue = isOther && isTextTicked && this.#input.value.trim() !== '';
    this.#isTextTicked = isTextTicked && !meantValue;
    this.#ticked = new Set(facets);
    this.#expected = joined(keys);
    if (meantValue) this.#draw();
  }

  #draw(): void {
    const items = itemsOf(this.#offer, this.#text, this.#ticked);
    const ticked = items.filter((item) => (item.of === 'text' ? this.#isTextTicked : this.#ticked.has(keyOf(item))));
    this.#expected = joined(ticked.map(keyOf));
    this.#input.keepScrollPosition = true;
    this.#input.items = items;
    this.#input.selectedItems = ticked;
  }
}

function joined(keys: readonly string[]): string {
  return [...keys].sort().join('\n');
}

function keyOf(item: FilterItem): string {
  return item.of === 'facet' ? `${item.facet}/${item.value}` : item.of;
}

function itemsOf({ choices, canMine }: FilterOffer, text: string, ticked: ReadonlySet<string>): FilterItem[] {
  const words = { severity: t('Severity'), status: t('Status'), service: t('Service'), assignee: t('Assignee') };
  const items: FilterItem[] = [];
  if (text !== '') {
    const label = t('Words beginning with “{0}”', plainLabel(text));
    items.push({ of: 'text', text, label, iconPath: new vscode.ThemeIcon('search'), alwaysShow: true });
  }
  if (canMine || ticked.has('mine')) {
    items.push({
      of: 'mine',
      label: t('Mine'),
      description: t('assigned to me'),
      iconPath: new vscode.ThemeIcon('account'),
    });
  }
  for (const facet of FACETS) {
    const own = choices.filter((choice) => choice.facet === facet);
    // A value that no incident has is no choice, unless it is chosen already.
    const offered = own.filter(({ value, count }) => count > 0 || ticked.has(`${facet}/${value}`));
    if (offered.length === 0 || isOnlyNone(offered)) continue;
    items.push({ of: 'separator', label: words[facet], kind: vscode.QuickPickItemKind.Separator });
    items.push(...offered.map(facetItem));
  }
  return items;
}

/** Where no incident has a service there is nothing to choose. */
function isOnlyNone(offered: readonly FilterChoice[]): boolean {
  return offered.length === 1 && offered[0]?.value === '';
}

function facetItem({ facet, value, count, isLoadedOnly }: FilterChoice): FilterItem {
  return {
    of: 'facet',
    ...{ facet, value },
    label: plainLabel(facetWord(facet, value)),
    description: isLoadedOnly ? t('{0} loaded', count) : String(count),
    ...(facet === 'severity' ? { iconPath: severityIcon(value) } : {}),
  };
}
