import * as vscode from 'vscode';
import type { Effects } from '../../core/effects.ts';
import { isAppError } from '../../core/errors.ts';
import type { ServerEntry } from '../../core/serverEntry.ts';
import { withCancellableProgress } from '../withCancellableProgress.ts';

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
  return withCancellableProgress(title, async (signal) => {
    try {
      const { planSignIn } = await import('../../core/oauth/planSignIn.ts');
      const { issuer, scopes } = await planSignIn(server, effects, { signal });
      return { issuer, scopes, needsClientId: false };
    } catch (error) {
      if (!isAppError(error, 'client_id_required')) throw error;
      return { issuer: error.args['issuer'] ?? '', scopes: [], needsClientId: true };
    }
  });
}
