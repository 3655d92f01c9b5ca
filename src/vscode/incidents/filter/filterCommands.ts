import * as vscode from 'vscode';
import { type FilterChoice, filterChoices, type KnownIncidents } from '../../../core/incidents/list/filterChoices.ts';
import { type IncidentFilter, NO_FILTER } from '../../../core/incidents/list/incidentFilter.ts';
import type { CommandHandler } from '../../commands/feature.ts';
import type { IncidentLists } from '../list/incidentLists.ts';
import type { ListWishes } from '../list/listWishes.ts';
import { askFilter, type FilterOffer } from './askFilter.ts';
import { askGrouping, askSorting } from './askArrangement.ts';
import { writeFilter, writeGroupBy, writeSortBy } from './listSettings.ts';

const { t } = vscode.l10n;

/** The commands that say which incidents are shown, and how. */
export type FilterCommand =
  | 'incidentDesk.groupIncidents'
  | 'incidentDesk.sortIncidents'
  | 'incidentDesk.filterIncidents'
  | 'incidentDesk.clearIncidentFilter'
  | 'incidentDesk.showMyIncidents';

/** The handlers of {@link FilterCommand}. What is chosen is shown at once and remembered in the person's settings. */
export function filterCommands(lists: IncidentLists): Readonly<Record<FilterCommand, CommandHandler>> {
  const show = async (change: Partial<ListWishes>, remember: Thenable<void>): Promise<void> => {
    await Promise.all([remember, lists.wish({ ...lists.wishes, ...change })]);
  };
  const filterBy = (filter: IncidentFilter): Promise<void> => show({ filter }, writeFilter(filter));
  return {
    'incidentDesk.groupIncidents': async () => {
      const { arrangement } = lists.wishes;
      const groupBy = await askGrouping(arrangement.groupBy);
      if (groupBy) await show({ arrangement: { ...arrangement, groupBy } }, writeGroupBy(groupBy));
    },
    'incidentDesk.sortIncidents': async () => {
      const { arrangement } = lists.wishes;
      const sortBy = await askSorting(arrangement.sortBy);
      if (sortBy) await show({ arrangement: { ...arrangement, sortBy } }, writeSortBy(sortBy));
    },
    'incidentDesk.filterIncidents': async () => {
      const { filter } = lists.wishes;
      const chosen = await askFilter(filter, offerNow(lists, filter), offerOf(lists, filter));
      if (chosen) await filterBy(chosen);
    },
    'incidentDesk.clearIncidentFilter': () => filterBy(NO_FILTER),
    'incidentDesk.showMyIncidents': async () => {
      const { filter } = lists.wishes;
      if (!filter.mine && !(await canMine(lists))) {
        void vscode.window.showInformationMessage(t('None of your incident servers says who you are.'));
      } else await filterBy({ ...filter, mine: !filter.mine });
    },
  };
}

function offerNow(lists: IncidentLists, filter: IncidentFilter): FilterOffer {
  const known = lists.all().map(({ state: { incidents } }): KnownIncidents => ({ incidents }));
  return { choices: filterChoices(known, filter), canMine: filter.mine };
}

/** With the counts of all incidents, by the servers that count them. */
async function offerOf(lists: IncidentLists, filter: IncidentFilter): Promise<FilterOffer> {
  const servers = await Promise.all(
    lists.all().map(async (list) => {
      const { incidents } = list.state;
      try {
        const source = await list.client.incidents();
        const { counts } = await source.list({ limit: 1, countBy: ['service', 'assignee'] });
        return { incidents, counts, canWhoAmI: source.canWhoAmI };
      } catch {
        // A server that cannot be reached offers what is loaded.
        return { incidents, canWhoAmI: false };
      }
    }),
  );
  const choices: readonly FilterChoice[] = filterChoices(servers, filter);
  return { choices, canMine: servers.some(({ canWhoAmI }) => canWhoAmI) };
}

/** Whether a server can say who the person is. Servers that cannot be reached now may be able to. */
async function canMine(lists: IncidentLists): Promise<boolean> {
  const sources = await Promise.allSettled(lists.all().map(({ client }) => client.incidents()));
  return sources.some((source) => source.status === 'rejected' || source.value.canWhoAmI);
}
