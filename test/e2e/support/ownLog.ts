import type { Desk } from './desk.ts';
import { logFiles } from './logFiles.ts';

/** What the extension logged, in all windows. */
export async function ownLog(desk: Pick<Desk, 'userDataDir'>): Promise<string> {
  const own = [...(await logFiles(desk))].filter(([name]) => name.endsWith('Incident Desk.log'));
  return own.map(([, text]) => text).join('\n');
}
