import * as vscode from 'vscode';
import { AppError } from '../../../core/errors.ts';
import type { Way } from '../../../core/oauth/signIn/waysToSignIn.ts';
import { plainText } from '../../words/plainText.ts';
import type { WaitingNotification } from '../takeWays.ts';
import { wayOffer } from '../wayWords.ts';

/** Has the person choose between ways. @throws AppError `cancelled` */
export type WayChoice = (ways: readonly Way[]) => Promise<Way>;

/** Asks once in a sign-in, in a list and by links of the notification, however often the sign-in begins anew. */
export function createWayChoice(server: string, notification: WaitingNotification): WayChoice {
  let chosen: Promise<Way> | undefined;
  return (ways) => (chosen ??= chooseWay(ways, server, notification));
}

async function chooseWay(ways: readonly Way[], server: string, notification: WaitingNotification): Promise<Way> {
  const close = new vscode.CancellationTokenSource();
  const clicked = Promise.withResolvers<Way>();
  const end = (): void => clicked.reject(new AppError('cancelled'));
  const items = ways.map((way) => ({ ...wayOffer(way), way }));
  const links = items.map(({ label, way }) => notification.link(label, () => clicked.resolve(way)));
  notification.signal.addEventListener('abort', end, { once: true });
  try {
    notification.signal.throwIfAborted();
    notification.show(
      vscode.l10n.t('Choose how to sign in: {0}.', links.map(({ markdown }) => markdown).join(' · ')),
      [],
    );
    const options = {
      title: vscode.l10n.t('Sign in to {0}', plainText(server)),
      placeHolder: vscode.l10n.t('Choose how to sign in'),
      ignoreFocusOut: true,
    };
    const listed = vscode.window.showQuickPick(items, options, close.token).then((picked) => {
      if (!picked) throw new AppError('cancelled');
      return picked.way;
    });
    return await Promise.race([clicked.promise, listed]);
  } finally {
    notification.signal.removeEventListener('abort', end);
    close.cancel();
    close.dispose();
    for (const link of links) link.dispose();
  }
}
