import type { Way } from '../../../core/oauth/signIn/waysToSignIn.ts';
import type { EditorHost } from '../planning/editorHost.ts';
import type { BrowserWayOptions } from './browserWay.ts';
import { credentialsWay, type CredentialsWayOptions } from './credentialsWay.ts';
import { deviceWay } from './deviceWay.ts';
import { loopbackWay } from './loopbackWay.ts';
import { pasteWay } from './pasteWay.ts';
import type { SignInWay } from './signInWay.ts';
import { relayWay, uriWay } from './uriWay.ts';

/** What all ways together need. */
export interface AllWaysOptions extends BrowserWayOptions, CredentialsWayOptions {
  readonly host: EditorHost;
}

/** Every way to sign in. */
export function allWays(options: AllWaysOptions): Readonly<Record<Way, SignInWay>> {
  const { host } = options;
  return {
    uri: uriWay(host, options),
    relay: relayWay(host, options),
    loopback: loopbackWay(options),
    device: deviceWay(options),
    paste: pasteWay(host.uriScheme, options),
    clientCredentials: credentialsWay(options),
  };
}
