import * as vscode from 'vscode';
import type { Sessions } from '../../core/oauth/sessions/sessions.ts';
import { serverId } from '../../core/serverEntry.ts';
import type { DemoInfo } from '../../shared/demo.ts';
import type { EditorHost } from '../auth/planning/editorHost.ts';
import { ownCallback } from '../auth/browser/ownCallback.ts';
import { removeEntry } from '../servers/removeEntry.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import type { DemoControl } from './createDemoControl.ts';
import { demoEntriesIn, demoEntry, sameEntry } from './demoEntry.ts';
import { editorAddress } from './editorAddress.ts';

/** The local demo as one of the configured servers. */
export interface DemoServer extends vscode.Disposable {
  /** Starts or joins the demo and gives the id of its server, which then stands in the settings. Throws AppError. */
  start(): Promise<string>;
  /** Whether it had to be started again: it was running when the editor was closed. Throws AppError. */
  rejoin(): Promise<boolean>;
  /** Signs out of the demo, takes its server out of the settings and stops it for all windows. */
  stop(): Promise<void>;
}

/** What the demo's server is built from. */
export interface DemoServerOptions {
  readonly control: DemoControl;
  readonly setting: ServersSetting;
  readonly sessions: Sessions;
  readonly host: Pick<EditorHost, 'uiKind' | 'uriScheme'>;
}

/** Makes the demo's server, and keeps menus and palette informed whether it runs. */
export function createDemoServer({ control, setting, sessions, host }: DemoServerOptions): DemoServer {
  const listening = control.onDidChange((info) => {
    void vscode.commands.executeCommand('setContext', 'incidentDesk.demoRunning', info !== undefined);
  });
  const relayTargets = async (): Promise<string[]> => {
    if (host.uiKind === 'desktop') return [];
    const address = editorAddress(await ownCallback(host));
    return address === undefined ? [] : [address];
  };
  const keepEntry = async (info: DemoInfo): Promise<string> => {
    const wanted = demoEntry(info, host.uiKind);
    const known = demoEntriesIn(setting.read(), info);
    const current = known.find((entry) => sameEntry(entry, wanted));
    for (const stale of known) if (stale !== current) await removeEntry(stale, setting, sessions);
    if (!current) await setting.add(wanted);
    return serverId(wanted);
  };
  return {
    start: async () => {
      // Settings that cannot be read must be heard of before anything runs.
      setting.read();
      return keepEntry(await control.start(await relayTargets()));
    },
    rejoin: async () => {
      if (demoEntriesIn(setting.read(), undefined).length === 0) return false;
      const ran = (await control.running()) !== undefined;
      const info = await control.rejoin(await relayTargets());
      if (info) await keepEntry(info);
      return info !== undefined && !ran;
    },
    stop: async () => {
      // Signing out comes first, while the demo can still revoke.
      const info = await control.running();
      for (const entry of demoEntriesIn(setting.read(), info)) await removeEntry(entry, setting, sessions);
      await control.stop();
    },
    dispose: () => {
      listening.dispose();
      control.dispose();
    },
  };
}
