import * as vscode from 'vscode';
import type { Log } from '../../../core/effects.ts';
import { inBackground } from '../../../core/inBackground.ts';
import type { Session } from '../../../core/oauth/sessions/session.ts';
import type { Sessions } from '../../../core/oauth/sessions/sessions.ts';
import { plainText } from '../../words/plainText.ts';
import type { OpenBrowser } from '../browser/openInBrowser.ts';

const { t } = vscode.l10n;

/** Signs out of a session, says so, and offers to end the browser's session at its issuer too. */
export type SignOutOf = (sessionId: string) => Promise<void>;

/** One way to sign out, for the command and for the Accounts menu. */
export function createSignOutOf(
  sessions: Pick<Sessions, 'list' | 'remove'>,
  openBrowser: OpenBrowser,
  log: Log,
): SignOutOf {
  return async (sessionId) => {
    const before = await sessions.list();
    const ended = before.find(({ id }) => id === sessionId);
    const { endSession } = await sessions.remove(sessionId);
    if (!ended) return;
    const words = signedOutWords(ended, before);
    // Not awaited: the sign-out is done, whatever becomes of the offer.
    if (endSession) {
      inBackground(offerBrowserSignOut(words, endSession, openBrowser, log), 'The offer of a sign-out', log);
    } else void vscode.window.showInformationMessage(words);
  };
}

/** Who is signed out, and that the others are not. */
function signedOutWords(ended: Session, sessions: readonly Session[]): string {
  const signedOut = t('{0} is signed out.', plainText(ended.account.label));
  const labels = sessions.filter(({ id }) => id !== ended.id).map(({ account }) => account.label);
  const staying = [...new Set(labels)].filter((label) => label !== ended.account.label);
  const [only] = staying;
  if (only === undefined) return signedOut;
  const stay =
    staying.length === 1
      ? t('{0} stays signed in.', plainText(only))
      : t('{0} other accounts stay signed in.', staying.length);
  return `${signedOut} ${stay}`;
}

async function offerBrowserSignOut(
  signedOut: string,
  endSession: URL,
  openBrowser: OpenBrowser,
  log: Log,
): Promise<void> {
  const signOut = t('Sign Out of the Browser Too');
  const offer = t(
    'Your browser may still be signed in at {0}, where the next sign-in would then ask for no password.',
    endSession.host,
  );
  const chosen = await vscode.window.showInformationMessage(`${signedOut} ${offer}`, signOut);
  if (chosen !== signOut) return;
  await openBrowser(endSession).catch(() => {
    log.warn('The browser could not be opened to end its session.');
  });
}
