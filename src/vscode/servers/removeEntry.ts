import type { Sessions } from '../../core/oauth/sessions/sessions.ts';
import { serverId, type ServerEntry } from '../../core/serverEntry.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';

/** Signs out of a server and takes its entry out of the settings, wherever it stands by now. */
export async function removeEntry(
  entry: ServerEntry,
  setting: Pick<ServersSetting, 'read' | 'removeAt'>,
  sessions: Pick<Sessions, 'list' | 'remove'>,
): Promise<void> {
  const id = serverId(entry);
  const own = (await sessions.list()).filter((session) => session.serverId === id);
  for (const session of own) await sessions.remove(session.id);
  const index = setting.read().findIndex((other) => serverId(other) === id);
  if (index >= 0) await setting.removeAt(index);
}
