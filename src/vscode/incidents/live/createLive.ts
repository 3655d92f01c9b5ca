import * as vscode from 'vscode';
import { isAppError } from '../../../core/errors.ts';
import { inBackground } from '../../../core/inBackground.ts';
import { Muting } from '../../../core/incidents/live/muting.ts';
import { NewsClaims } from '../../../core/incidents/live/newsClaims.ts';
import { NewsDesk, type ServerNews } from '../../../core/incidents/live/newsDesk.ts';
import type { FaceOptions } from '../../faceOptions.ts';
import { messageFor } from '../../words/messages.ts';
import { askMute } from './askMute.ts';
import { LiveIncidents, type LiveIncidentsOptions } from './liveIncidents.ts';
import { readMinimumSeverity, readRefreshInterval } from './liveSettings.ts';
import { type NewsActions, showNews } from './showNews.ts';

const { t } = vscode.l10n;

/** Milliseconds that news are gathered for, in a window that has the focus and in one that has not. */
const GATHERING = { focused: 700, unfocused: 2500 };
const PATIENCE = 4000;
const DEFAULTS = { interval: 60_000, minimum: 'high' } as const;

/** What live incidents are built from. */
export interface LiveOptions
  extends
    Pick<FaceOptions, 'registry' | 'now' | 'log'>,
    Pick<LiveIncidentsOptions, 'changed'>,
    Omit<NewsActions, 'mute'> {
  /** A folder that all windows share. */
  readonly folder: string;
}

type LiveCommand = 'incidentDesk.muteNotifications' | 'incidentDesk.unmuteNotifications';

/** Follows the incidents of all servers, and tells of new and worsened ones. */
export interface Live extends Pick<LiveIncidents, 'know' | 'dispose'> {
  readonly commands: Readonly<Record<LiveCommand, () => Promise<void>>>;
}

/** Builds {@link Live}, which begins at once. */
export function createLive(options: LiveOptions): Live {
  const { registry, now, log, folder } = options;
  const muting = new Muting(folder, now);
  const claims = new NewsClaims(folder, now);
  const show = async (news: readonly ServerNews[]): Promise<void> => {
    if ((await muting.until()) !== undefined) return;
    await showNews(news, { ...options, mute: () => askMute(muting) });
  };
  const gathering = (): number => (vscode.window.state.focused ? GATHERING.focused : GATHERING.unfocused);
  const news = new NewsDesk({ claims, gathering, patience: PATIENCE, show, log });
  const live = new LiveIncidents({
    ...{ registry, news, now, log, changed: options.changed },
    interval: () => valid(readRefreshInterval, DEFAULTS.interval, log),
    minimum: () => valid(readMinimumSeverity, DEFAULTS.minimum, log),
  });
  inBackground(claims.prune(), 'Removing old claims of news', log);
  return {
    know: (serverId, incident) => live.know(serverId, incident),
    commands: {
      'incidentDesk.muteNotifications': () => askMute(muting),
      'incidentDesk.unmuteNotifications': () => unmute(muting),
    },
    dispose: () => {
      live.dispose();
      news.dispose();
    },
  };
}

/** The value of a setting, or what stands in for a wrong one: nobody waits for an answer who could be told. */
function valid<T>(read: () => T, instead: NoInfer<T>, log: FaceOptions['log']): T {
  try {
    return read();
  } catch (error) {
    if (!isAppError(error)) throw error;
    log.warn(messageFor(error).text);
    return instead;
  }
}

async function unmute(muting: Muting): Promise<void> {
  await muting.unmute();
  if (readMinimumSeverity() === undefined) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'incidentDesk.notifications');
    return;
  }
  vscode.window.setStatusBarMessage(t('Notifications of incidents are on.'), 5000);
}
