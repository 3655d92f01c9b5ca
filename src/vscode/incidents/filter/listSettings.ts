import * as vscode from 'vscode';
import { DEFAULT_ARRANGEMENT, type Grouping, type Sorting } from '../../../core/incidents/list/arrangement.ts';
import type { IncidentFilter } from '../../../core/incidents/list/incidentFilter.ts';
import { filterSetting, LIST_SETTINGS, parseWishes, type ReadWishes } from './parseWishes.ts';

/** Reads the three settings of the list, from the person's own settings alone. */
export function readWishes(): ReadWishes {
  const configuration = vscode.workspace.getConfiguration();
  return parseWishes((setting) => configuration.inspect(setting)?.globalValue);
}

/** Remembers what the incidents are grouped by. */
export function writeGroupBy(groupBy: Grouping): Thenable<void> {
  return write(LIST_SETTINGS.groupBy, groupBy === DEFAULT_ARRANGEMENT.groupBy ? undefined : groupBy);
}

/** Remembers the order of the incidents. */
export function writeSortBy(sortBy: Sorting): Thenable<void> {
  return write(LIST_SETTINGS.sortBy, sortBy === DEFAULT_ARRANGEMENT.sortBy ? undefined : sortBy);
}

/** Remembers the filter; nothing at all for none. */
export function writeFilter(filter: IncidentFilter): Thenable<void> {
  return write(LIST_SETTINGS.filter, filterSetting(filter));
}

/** Whether a change of the configuration is about the list. */
export function concernsList(event: vscode.ConfigurationChangeEvent): boolean {
  return Object.values(LIST_SETTINGS).some((setting) => event.affectsConfiguration(setting));
}

function write(setting: string, value: unknown): Thenable<void> {
  return vscode.workspace.getConfiguration().update(setting, value, vscode.ConfigurationTarget.Global);
}
