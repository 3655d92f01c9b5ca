import * as vscode from 'vscode';
import { SEVERITIES, type Severity } from '../../../shared/incident.ts';
import { AppError } from '../../../core/errors.ts';

/** Seconds between two questions to a server that tells of no changes. */
const INTERVAL_SETTING = 'incidentDesk.incidents.refreshInterval';
/** From which severity on a new or worsened incident is told of. */
const MINIMUM_SETTING = 'incidentDesk.notifications.minimumSeverity';
const DEFAULT_INTERVAL = 60;
const SHORTEST_INTERVAL = 10;
const DEFAULT_MINIMUM: Severity = 'high';

function valueOf(setting: string): unknown {
  return vscode.workspace.getConfiguration().inspect(setting)?.globalValue;
}

/**
 * How often a server that tells of no changes is asked, in milliseconds; 0 for never.
 * @throws AppError `invalid_settings`
 */
export function readRefreshInterval(): number {
  const seconds = valueOf(INTERVAL_SETTING) ?? DEFAULT_INTERVAL;
  if (typeof seconds !== 'number' || !(seconds >= 0)) {
    throw new AppError('invalid_settings', { field: INTERVAL_SETTING, problem: 'not_seconds' });
  }
  return seconds === 0 ? 0 : Math.max(seconds, SHORTEST_INTERVAL) * 1000;
}

/**
 * The mildest severity that notifications are for; undefined where there are to be none.
 * @throws AppError `invalid_settings`
 */
export function readMinimumSeverity(): Severity | undefined {
  const word = valueOf(MINIMUM_SETTING) ?? DEFAULT_MINIMUM;
  if (word === 'none') return undefined;
  const known = SEVERITIES.find((severity) => severity === word);
  if (!known) {
    const choices = ['none', ...SEVERITIES].join(', ');
    throw new AppError('invalid_settings', { field: MINIMUM_SETTING, problem: 'not_choice', choices });
  }
  return known;
}

/** Whether a change of the configuration is about how incidents are followed. */
export function concernsLive(event: vscode.ConfigurationChangeEvent): boolean {
  return [INTERVAL_SETTING, MINIMUM_SETTING].some((setting) => event.affectsConfiguration(setting));
}

/** Turns all notifications off, in the person's own settings. */
export async function turnNotificationsOff(): Promise<void> {
  await vscode.workspace.getConfiguration().update(MINIMUM_SETTING, 'none', vscode.ConfigurationTarget.Global);
}
