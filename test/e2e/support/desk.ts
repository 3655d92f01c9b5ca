import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildTests } from '../../../scripts/build.ts';
import { startEditor, writeSettings } from '../../../scripts/codeServer/startEditor.ts';
import type { Editor } from '../../../scripts/codeServer/startEditor.ts';
import { demoSettings } from '../../../scripts/support/demoSettings.ts';
import { installLanguageModel } from '../../../scripts/testing/extensionSuite.ts';
import { vsixPath } from '../../../scripts/support/paths.ts';
import { startAuthorizationServer } from '../../../src/demo/authorizationServer/startAuthorizationServer.ts';
import type { AuthorizationServer, AuthorizationServerOptions } from '../../../src/demo/authorizationServer/options.ts';
import { installLanguagePack } from './languagePack.ts';
import { watchSecrets } from './watchSecrets.ts';
import { watchTokens } from './watchTokens.ts';
import { freePort } from '../../../src/demo/freePort.ts';
import { sampleIncidents } from '../../../src/demo/sampleIncidents.ts';
import { startServer } from '../../../src/server/startServer.ts';
import type { RunningServer, ServerConfig } from '../../../src/server/startServer.ts';
import type { Peer } from '../../peers/listen.ts';

/** A client that may introspect tokens at the stand-in. */
export const INSPECTOR = { clientId: 'inspector', clientSecret: 'inspector-secret' };
const ACCESS_TOKEN_SECONDS = 300;

/** Everything that a person on call has: Okta, the incident server, and VS Code with the packaged extension. */
export interface Desk {
  readonly okta: AuthorizationServer;
  readonly server: RunningServer;
  readonly editor: Editor;
  /** Refresh tokens that the stand-in gave, or a proxy in front of it, newest last. */
  readonly refreshTokens: readonly string[];
  /** Every token that one of them gave, of each kind, and every device code. */
  readonly tokens: readonly string[];
  /** Every state, nonce, code, verifier, token and client secret that one of them met or gave, with its parameter's name. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Where the editor keeps what it stores, the extension's global storage included. */
  readonly userDataDir: string;
  /** Lets the stand-in's and the server's clock run ahead, so that every access token given so far is expired for them. */
  expireAccessTokens(): void;
  /** Replaces the person's settings; without `servers` none is set up. */
  configure(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** Address of the relay page. */
  readonly relay: string;
  /** Settings with the incident server as the only one. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What the incident server logs of each request that it answered, oldest first. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Notes the secrets and tokens of a request and of its answer. */
export type Watch = (request: IncomingMessage, response: ServerResponse, route: string) => void;

/**
 * Starts the real parts over loopback. With `configured` the server is in the person's settings already; `okta` sets
 * the stand-in up further.
 */
export async function startDesk(options: {
  readonly configured: boolean;
  readonly okta?: AuthorizationServerOptions;
  /** Sets the server at an origin up further. */
  readonly server?: (okta: AuthorizationServer, origin: string, watch: Watch) => Promise<Partial<ServerConfig>>;
  /** Starts what lies between the editor and the server at an origin. */
  readonly between?: (target: string) => Promise<Peer>;
  /** Fills the folder that is open, and that of the extensions, before the editor starts. */
  readonly prepare?: (folder: string, extensionsDir: string) => Promise<void>;
  /** Language of the editor: English unless told. */
  readonly locale?: string;
  /** Whether the editor has the language model of the tests, which says what it was told. */
  readonly languageModel?: boolean;
}): Promise<Desk> {
  const home = await mkdtemp(path.join(tmpdir(), 'incident-desk-e2e-'));
  const userDataDir = path.join(home, 'data');
  const folder = path.join(home, 'checkout');
  await mkdir(folder);
  const extensionsDir = path.join(home, 'extensions');
  await options.prepare?.(folder, extensionsDir);
  if (options.languageModel === true) {
    await buildTests();
    await installLanguageModel(extensionsDir);
  }
  if (options.locale !== undefined) await installLanguagePack(options.locale, extensionsDir, userDataDir);
  const editor = await startEditor({
    ...(options.locale === undefined ? {} : { locale: options.locale }),
    folder,
    userDataDir,
    extensionsDir,
    vsix: vsixPath(),
    settings: {},
    ...(options.languageModel === true ? { env: { INCIDENT_DESK_MODEL: 'echo' } } : {}),
  });
  const refreshTokens: string[] = [];
  const tokens: string[] = [];
  const secrets = new Map<string, string>();
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  const port = await freePort();
  const relay = `http://127.0.0.1:${port}/oauth/relay`;
  const watch: Watch = (request, response, route) => {
    watchSecrets(request, response, (name, value) => secrets.set(value, name));
    if (!route.endsWith('/v1/token') && !route.endsWith('/v1/device/authorize')) return;
    watchTokens(response, (given) => {
      tokens.push(...Object.values(given));
      Object.entries(given).forEach(([name, token]) => secrets.set(token, name));
      if (given.refresh_token !== undefined) refreshTokens.push(given.refresh_token);
    });
  };
  const okta = await startAuthorizationServer({
    singleSignOn: false,
    ...options.okta,
    redirectUris: [relay],
    ttl: { accessToken: ACCESS_TOKEN_SECONDS },
    serviceClients: [INSPECTOR, ...(options.okta?.serviceClients ?? [])],
    clock,
    intercept: (...exchange) => {
      watch(...exchange);
      return false;
    },
  });
  const { issuer, audience, clientId } = okta;
  const origin = `http://127.0.0.1:${port}`;
  const between = await options.between?.(origin);
  const requests: string[] = [];
  const log = (line: string): void => void requests.push(line);
  const server = await startServer({
    ...{ port, issuer, audience, relayTargets: [editor.origin], now: clock, log },
    ...(between ? { resource: between.url } : {}),
    ...(await options.server?.(okta, origin, watch)),
  });
  await server.store.import(sampleIncidents(clock()));
  const info = { pid: process.pid, serverUrl: between?.url ?? server.url, issuer, clientId, relay };
  const settings = demoSettings(info, { relay: true });
  const { 'incidentDesk.servers': _servers, ...unconfigured } = settings;
  const configure = (chosen: Readonly<Record<string, unknown>>) => writeSettings(userDataDir, chosen);
  await configure(options.configured ? settings : unconfigured);
  return {
    okta,
    server,
    editor,
    refreshTokens,
    tokens,
    secrets,
    userDataDir,
    relay,
    settings,
    requests,
    configure,
    expireAccessTokens: () => {
      ahead += (ACCESS_TOKEN_SECONDS + 100) * 1_000;
    },
    close: async () => {
      await editor.close();
      await Promise.allSettled([server.close(), okta.close(), between?.close()]);
      await rm(home, { recursive: true, force: true });
    },
  };
}
