import type * as vscode from 'vscode';
import type { Callbacks } from '../../core/oauth/callbacks.ts';
import type { Log } from '../../core/effects.ts';
import { CALLBACK_PATH } from '../../shared/names.ts';
import { callbackUrl } from './callbackUrl.ts';

type Route = (uri: vscode.Uri) => Promise<void>;

/** Answers `<scheme>://incident-desk.incident-desk/…`. Anybody can send such an address: what is not ours is ignored. */
export function createUriHandler(callbacks: Callbacks, log: Log): vscode.UriHandler {
  const routes = new Map<string, Route>([[CALLBACK_PATH, (uri) => callbacks.deliver(callbackUrl(uri))]]);
  return {
    handleUri: async (uri) => {
      const route = routes.get(uri.path);
      if (!route) return;
      try {
        await route(uri);
      } catch (error) {
        // Only the name: the message of a URL error holds the address, and that the code.
        log.warn(`A callback could not be read: ${error instanceof Error ? error.name : 'unknown'}`);
      }
    },
  };
}
