import * as vscode from 'vscode';
import type { Log } from '../../../core/effects.ts';
import { inBackground } from '../../../core/inBackground.ts';
import type { Sessions } from '../../../core/oauth/sessions/sessions.ts';
import type { OpenBrowser } from '../browser/openInBrowser.ts';

/** Signs out of a session and offers to end the browser's session at its issuer too. */
export type SignOutOf = (sessionId: string) => Promise<void>;

/** One way to sign out, for the command and for the Accounts menu. */
export function createSignOutOf(sessions: Pick<Sessions, 'remove'>, openBrowser: OpenBrowser, log: Log): SignOutOf {
  return async (sessionId) => {
    const { endSession } = await sessions.remove(sessionId);
    // Not awaited: the sign-out is done, whatever becomes of the offer.
    if (endSession) inBackground(offerBrowserSignOut(endSession, openBrowser, log), 'The offer of a sign-out', log);
  };
}

async function offerBrowserSignOut(endSession: URL, openBrowser: OpenBrowser, log: Log): Promise<void> {
  const signOut = vscode.l10n.t('Sign Out of the Browser Too');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'You are signed out. Your browser may still be signed in at {0}, where the next sign-in would then ask for no password.',
      endSession.host,
    ),
    signOut,
  );
  if (chosen !== signOut) return;
  await openBrowser(endSession).catch(() => {
    log.warn('The browser could not be opened to end its session.');
  });
}
