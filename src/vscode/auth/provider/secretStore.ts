import type * as vscode from 'vscode';
import type { Log } from '../../../core/effects.ts';
import type { SecretStore } from '../../../core/oauth/sessions/session.ts';
import type { Sessions } from '../../../core/oauth/sessions/sessions.ts';

/** VS Code's `SecretStorage` as core's store of secrets. */
export function createSecretStore(secrets: vscode.SecretStorage): SecretStore {
  return {
    get: async (key) => secrets.get(key),
    store: async (key, value) => secrets.store(key, value),
    delete: async (key) => secrets.delete(key),
    keys: async () => secrets.keys(),
  };
}

/** Makes `sessions` look again whenever another window stored or deleted something. */
export function rescanOnChange(
  secrets: vscode.SecretStorage,
  sessions: Pick<Sessions, 'rescan'>,
  log: Log,
): vscode.Disposable {
  return secrets.onDidChange(() => {
    sessions.rescan().catch((error: unknown) => {
      log.warn(`The stored sessions could not be read: ${error instanceof Error ? error.name : 'unknown'}`);
    });
  });
}
