import type * as vscode from 'vscode';
import type { SecretStore } from '../../core/oauth/session.ts';

/** VS Code's `SecretStorage` as core's store of secrets. */
export function createSecretStore(secrets: vscode.SecretStorage): SecretStore {
  return {
    get: async (key) => secrets.get(key),
    store: async (key, value) => secrets.store(key, value),
    delete: async (key) => secrets.delete(key),
    keys: async () => secrets.keys(),
  };
}
