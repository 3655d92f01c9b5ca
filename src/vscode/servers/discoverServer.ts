import * as vscode from 'vscode';
import type { Effects } from '../../core/effects.ts';
import { isAppError } from '../../core/errors.ts';
import type { PlanOptions } from '../../core/oauth/signIn/planSignIn.ts';
import type { ServerEntry } from '../../core/serverEntry.ts';
import { withCancellableProgress } from '../withCancellableProgress.ts';

/** What a server told about signing in to it. */
export interface Discovery {
  readonly issuer: string;
  readonly scopes: readonly string[];
  /** Whether a person must supply a client id. */
  readonly needsClientId: boolean;
}

/** Nothing is registered before the sign-in: an issuer that would register a client is taken for one that has. */
const AS_IF_REGISTERED: Pick<PlanOptions, 'registrations' | 'redirectUris'> = {
  registrations: {
    get: () =>
      Promise.resolve({ clientId: '', authentication: { method: 'none' }, askedRedirectUris: [], redirectUris: [] }),
    keep: () => Promise.resolve(),
  },
  redirectUris: () => [],
};

/**
 * Asks a server how to sign in to it, behind a notification that can be cancelled. A client ID is needed only where the
 * issuer neither registers clients by itself nor takes the address of a document (`clientMetadataUrl`). Throws AppError.
 */
export async function discoverServer(
  server: ServerEntry,
  effects: Effects,
  clientMetadataUrl: string | undefined,
): Promise<Discovery> {
  const title = vscode.l10n.t('Asking {0} how to sign in…', new URL(server.url).host);
  return withCancellableProgress(title, async (signal) => {
    try {
      const { planSignIn } = await import('../../core/oauth/signIn/planSignIn.ts');
      const document = clientMetadataUrl === undefined ? {} : { clientMetadataUrl };
      const { issuer, scopes } = await planSignIn(server, effects, { signal, ...AS_IF_REGISTERED, ...document });
      return { issuer, scopes, needsClientId: false };
    } catch (error) {
      if (!isAppError(error, 'client_id_required')) throw error;
      return { issuer: error.args['issuer'] ?? '', scopes: [], needsClientId: true };
    }
  });
}
