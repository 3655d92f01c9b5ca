import { randomBytes } from 'node:crypto';
import type { DemoInfo } from '../shared/demo.ts';
import { startServer } from '../server/startServer.ts';
import { startAuthorizationServer } from './authorizationServer/startAuthorizationServer.ts';
import { DemoFolder } from './demoFolder.ts';
import type { DemoState } from './demoFolder.ts';
import { freePort } from './freePort.ts';
import { sampleIncidents } from './sampleIncidents.ts';

/** Short, as good practice has it, and so that the demo shows how tokens are refreshed. */
const ACCESS_TOKEN_SECONDS = 300;

/** How a demo is started. */
export interface DemoOptions {
  /** Folder for ports, keys, grants and incidents. */
  readonly directory: string;
  /** Addresses of browser-hosted editors to which the relay page may forward, kept for later starts. */
  readonly relayTargets?: readonly string[];
  /** Ports instead of those kept from the last start. */
  readonly ports?: { readonly authorizationServer?: number; readonly server?: number };
  /** Seconds that an access token lives. */
  readonly accessTokenSeconds?: number;
  /** Token that opens client registration at the stand-in; closed to everybody where absent. */
  readonly registrationToken?: string;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Hears of what somebody should know, such as a port that was taken. */
  readonly log?: (line: string) => void;
}

/** A demo that runs in this process. */
export interface RunningDemo {
  readonly info: DemoInfo;
  close(): Promise<void>;
}

/** Newest first, no more than a few: each browser-hosted editor has its own. */
const KEPT_RELAY_TARGETS = 10;

async function portFor(name: string, wanted: number | undefined, log: (line: string) => void): Promise<number> {
  const port = await freePort(wanted);
  if (wanted !== undefined && port !== wanted) {
    log(`Port ${wanted} of the ${name} is taken by something else; it moves to ${port}. Sign in again.`);
  }
  return port;
}

async function chooseState(folder: DemoFolder, options: DemoOptions): Promise<DemoState> {
  const { ports = {}, relayTargets = [], log = () => undefined } = options;
  const kept = folder.readState();
  const wantedIssuer = ports.authorizationServer ?? kept?.authorizationServerPort;
  const targets = new Set([...relayTargets, ...(kept?.relayTargets ?? [])]);
  return {
    authorizationServerPort: await portFor('stand-in for Okta', wantedIssuer, log),
    serverPort: await portFor('incident server', ports.server ?? kept?.serverPort, log),
    audience: kept?.audience ?? `https://incident-desk-demo.example/${randomBytes(6).toString('hex')}`,
    relayTargets: [...targets].slice(0, KEPT_RELAY_TARGETS),
  };
}

/**
 * Starts the stand-in for Okta and the protected incident server with sample incidents, both on loopback. Ports, keys,
 * grants and incidents are kept in the folder, so that a restart finds people signed in.
 */
export async function startDemo(options: DemoOptions): Promise<RunningDemo> {
  const folder = new DemoFolder(options.directory);
  const state = await chooseState(folder, options);
  const clock = options.clock ?? Date.now;
  const relay = `http://127.0.0.1:${state.serverPort}/oauth/relay`;
  const okta = await startAuthorizationServer({
    port: state.authorizationServerPort,
    databasePath: folder.database('grants.db'),
    audience: state.audience,
    redirectUris: [relay],
    ttl: { accessToken: options.accessTokenSeconds ?? ACCESS_TOKEN_SECONDS },
    clock,
    ...(options.registrationToken !== undefined && { registrationToken: options.registrationToken }),
    // Each sign-in shows the two people, so that one can try both.
    singleSignOn: false,
  });
  try {
    const server = await startServer({
      port: state.serverPort,
      issuer: okta.issuer,
      audience: okta.audience,
      databasePath: folder.database('incidents.db'),
      relayTargets: state.relayTargets,
      now: clock,
    });
    const { counts } = await server.store.list({ sort: 'newest', limit: 1 });
    if (counts.total === 0) {
      await server.store.import(sampleIncidents(clock()));
    }
    folder.keepState(state);
    const { issuer, clientId } = okta;
    const info: DemoInfo = { pid: process.pid, serverUrl: server.url, issuer, clientId, relay };
    return {
      info,
      close: async () => {
        await Promise.all([server.close(), okta.close()]);
      },
    };
  } catch (error) {
    await okta.close();
    throw error;
  }
}
