import * as vscode from 'vscode';
import type { Effects } from '../../core/effects.ts';
import { AppError, isAppError } from '../../core/errors.ts';
import type { ServerEntry } from '../../core/serverEntry.ts';

/** What a server told about signing in to it. */
export interface Discovery {
  readonly issuer: string;
  readonly scopes: readonly string[];
  /** Whether a person must supply a client id. */
  readonly needsClientId: boolean;
}

/** Asks a server how to sign in to it, behind a notification that can be cancelled. Throws AppError. */
export async function discoverServer(server: ServerEntry, effects: Effects): Promise<Discovery> {
  const title = vscode.l10n.t('Asking {0} how to sign in…', new URL(server.url).host);
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, cancellable: true, title }, async (_progress, cancellation) => {
    const controller = new AbortController();
    const listening = cancellation.onCancellationRequested(() => {
      controller.abort(new AppError('cancelled'));
    });
    try {
      const { planSignIn } = await import('../../core/oauth/planSignIn.ts');
      const { issuer, scopes } = await planSignIn(server, effects, controller.signal);
      return { issuer, scopes, needsClientId: false };
    } catch (error) {
      controller.signal.throwIfAborted();
      if (!isAppError(error, 'client_id_required')) throw error;
      return { issuer: error.args['issuer'] ?? '', scopes: [], needsClientId: true };
    } finally {
      listening.dispose();
    }
  });
}
