import * as vscode from 'vscode';
import type { Sessions } from '../../core/oauth/sessions.ts';
import { serverId } from '../../core/serverEntry.ts';
import type { EditorHost } from '../auth/chooseRedirect.ts';
import type { SignInTo } from '../auth/signInTo.ts';
import type { DemoControl } from '../demo/createDemoControl.ts';
import { demoEntriesIn, demoEntry, sameEntry } from '../servers/demoEntry.ts';
import { removeEntry } from '../servers/removeEntry.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import type { RunCommand } from './runCommand.ts';
import { showDemoRunning } from './stopDemo.ts';

/** What the command needs. */
export interface StartDemoOptions {
  readonly run: RunCommand;
  readonly control: DemoControl;
  readonly setting: ServersSetting;
  readonly sessions: Sessions;
  readonly host: EditorHost;
  readonly signInTo: SignInTo;
}

/** "Start Local Demo": starts or joins it, sets up its server and signs in to it. */
export function registerStartDemo(options: StartDemoOptions): vscode.Disposable {
  const { run, control, setting, sessions, host, signInTo } = options;
  return run('incidentDesk.startDemo', async () => {
    // Settings that cannot be read must be heard of before anything runs.
    setting.read();
    const location = vscode.ProgressLocation.Notification;
    const title = vscode.l10n.t('Starting the local demo…');
    const info = await vscode.window.withProgress({ location, title }, () => control.start());
    await showDemoRunning(true);
    const entry = demoEntry(info, host.uiKind);
    const known = demoEntriesIn(setting.read(), info);
    const current = known.find((other) => sameEntry(other, entry));
    for (const stale of known) if (stale !== current) await removeEntry(stale, setting, sessions);
    if (!current) await setting.add(entry);
    const signedIn = (await sessions.list()).some((session) => session.serverId === serverId(entry));
    if (!signedIn) await signInTo(serverId(entry));
  });
}
