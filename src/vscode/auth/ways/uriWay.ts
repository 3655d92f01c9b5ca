import * as vscode from 'vscode';
import { redirectUriOf } from '../../../core/oauth/callbacks/redirectUris.ts';
import { isLoopbackHostname } from '../../../shared/loopback.ts';
import type { EditorHost } from '../planning/editorHost.ts';
import { ownCallback } from '../browser/ownCallback.ts';
import { signInByBrowser, type BrowserWayOptions } from './browserWay.ts';
import type { SignInWay } from './signInWay.ts';

const finishInBrowser = (): string => vscode.l10n.t('Finish in your browser.');

/** The browser hands the answer to the editor, by the editor's own address scheme. */
export function uriWay(host: EditorHost, options: BrowserWayOptions): SignInWay {
  return (plan, waiting) => {
    const redirectUri = redirectUriOf('uri', { uriScheme: host.uriScheme, callbackPath: plan.callbackPath });
    return signInByBrowser(plan, { redirectUri }, waiting, options, finishInBrowser);
  };
}

/** As {@link uriWay} for an editor in a browser: a relay page, whose address never changes, forwards to it. */
export function relayWay(host: EditorHost, options: BrowserWayOptions): SignInWay {
  return async (plan, waiting) => {
    const { callbackPath, server } = plan;
    const redirectUri = redirectUriOf('relay', { uriScheme: host.uriScheme, callbackPath, relay: server.relay });
    const callback = await ownCallback(host, callbackPath);
    const forwardsUnasked = isLoopbackHostname(new URL(redirectUri).hostname);
    return signInByBrowser(plan, { redirectUri, callback }, waiting, options, ({ checkCode }) =>
      forwardsUnasked
        ? finishInBrowser()
        : vscode.l10n.t('Finish in your browser; go on there only if it shows the check code {0}.', checkCode),
    );
  };
}
