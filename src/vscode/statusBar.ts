import * as vscode from 'vscode';
import { NONE_PRESSING } from '../core/incidents/list/pressing.ts';
import type { AccountStatus } from './accountStatus.ts';
import type { CommandId } from './commands/commandIds.ts';
import type { PressingCount } from './incidents/list/viewState.ts';
import { pressingWords } from './incidents/pressingWords.ts';
import { messageFor } from './words/messages.ts';
import { plainText } from './words/plainText.ts';

const { t } = vscode.l10n;

/** What the status bar tells of incidents. */
export interface IncidentSummary {
  readonly pressing: PressingCount;
  /** Names of the servers that cannot be reached. */
  readonly offline: readonly string[];
}

interface Shown {
  readonly text: string;
  readonly tooltip: string;
  readonly command: CommandId | 'incidentDesk.incidents.focus';
  readonly warns?: true;
}

/** The extension's item in the status bar: account, connection and open critical incidents. Hidden without servers. */
export class DeskStatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('incidentDesk.account', vscode.StatusBarAlignment.Left, 0);
  #accounts: AccountStatus = { kind: 'hidden' };
  #incidents: IncidentSummary = { pressing: { ...NONE_PRESSING, isLoadedOnly: false }, offline: [] };

  constructor() {
    this.#item.name = t('Incident Desk');
  }

  showAccounts(status: AccountStatus): void {
    this.#accounts = status;
    this.#draw();
  }

  readonly showIncidents = (summary: IncidentSummary): void => {
    this.#incidents = summary;
    this.#draw();
  };

  dispose(): void {
    this.#item.dispose();
  }

  /** A click does what helps in that state. */
  #draw(): void {
    const shown = shownOf(this.#accounts, this.#incidents);
    if (!shown) return this.#item.hide();
    const { text, tooltip, command, warns } = shown;
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    this.#item.command = command;
    this.#item.backgroundColor = warns ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.accessibilityInformation = { label: tooltip };
    this.#item.show();
  }
}

function shownOf(status: AccountStatus, incidents: IncidentSummary): Shown | undefined {
  switch (status.kind) {
    case 'hidden':
      return undefined;
    case 'problem': {
      const text = `$(warning) ${t('Incident Desk')}`;
      return { text, tooltip: messageFor(status.error).text, command: 'incidentDesk.openSettings', warns: true };
    }
    case 'signedOut': {
      const text = `$(sign-in) ${t('Incident Desk: Sign In')}`;
      return { text, tooltip: t('Nobody is signed in to an incident server.'), command: 'incidentDesk.signIn' };
    }
    case 'signedIn':
      return signedIn(status.accounts, incidents);
  }
}

function signedIn(accounts: readonly string[], { pressing, offline }: IncidentSummary): Shown {
  const names = accounts.map((name) => plainText(name));
  const text = names.length === 1 ? (names[0] ?? '') : t('{0} accounts', names.length);
  const { critical } = pressing;
  const lines = [
    t('Incident Desk, signed in as {0}', names.join(', ')),
    ...[pressingWords(pressing)].filter((words) => words !== ''),
    ...offline.map((name) => t('{0} cannot be reached', plainText(name))),
  ];
  const parts = [
    `$(account) ${text.replaceAll('$(', '$ (')}`,
    ...(critical === 0 ? [] : [`$(flame) ${critical}`]),
    ...(offline.length === 0 ? [] : ['$(debug-disconnect)']),
  ];
  return { text: parts.join('  '), tooltip: lines.join('\n'), command: 'incidentDesk.incidents.focus' };
}
