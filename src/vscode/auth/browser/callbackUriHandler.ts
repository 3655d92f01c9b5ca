import * as vscode from 'vscode';
import type { Callbacks } from '../../../core/oauth/callbacks/callbacks.ts';
import type { Log } from '../../../core/effects.ts';
import { CALLBACK_PATHS } from '../../../shared/names.ts';
import { callbackUrl } from './callbackUrl.ts';

/** Answers what comes to one path. Anybody can send it: it may ask, never do. */
export type UriRoute = (uri: vscode.Uri) => Promise<void>;

/**
 * Answers `<scheme>://incident-desk.incident-desk/…`: callbacks, and the paths of `routes`. Anybody can send such an
 * address: what is not ours is ignored.
 */
export function createUriHandler(
  callbacks: Pick<Callbacks, 'deliver'>,
  log: Log,
  routes: Readonly<Record<`/${string}`, UriRoute>> = {},
): vscode.UriHandler {
  const others = new Map<string, UriRoute>(Object.entries(routes));
  const uiKind = vscode.env.uiKind === vscode.UIKind.Web ? 'web' : 'desktop';
  const callback: UriRoute = (uri) => callbacks.deliver(callbackUrl(uri, uiKind));
  return {
    handleUri: async (uri) => {
      const route = CALLBACK_PATHS.test(uri.path) ? callback : others.get(uri.path);
      try {
        await route?.(uri);
      } catch (error) {
        // Only the name: the message of a URL error holds the address, and that the code.
        log.warn(`An address could not be read: ${error instanceof Error ? error.name : 'unknown'}`);
      }
    },
  };
}
