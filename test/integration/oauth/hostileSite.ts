import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { proposeSignIn } from '../../../src/core/oauth/signIn/planSignIn.ts';
import type { PlanOptions, SignInPlan, SignInProposal } from '../../../src/core/oauth/signIn/planSignIn.ts';
import { serverEntry } from '../../../src/core/serverEntry.ts';
import type { ServerEntry } from '../../../src/core/serverEntry.ts';
import { recordingLog } from './world.ts';

/** Answers one path; `origin` is the site's own, `body` what was sent. */
export type Answer = (response: ServerResponse, origin: string, body: string) => void;
/** Answers by path and query; one with a method before it goes first. */
export type Routes = Readonly<Record<string, Answer>>;

/** Answers JSON. */
export const json =
  (make: (origin: string) => unknown): Answer =>
  (response, origin) =>
    void response.setHeader('content-type', 'application/json').end(JSON.stringify(make(origin)));
/** Answers a text of any type. */
export const text =
  (status: number, type: string, body: string): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': type }).end(body);
export const redirect =
  (status: number, to: (origin: string) => string): Answer =>
  (response, origin) =>
    void response.writeHead(status, { location: to(origin) }).end();
/** Answers 401. */
export const challenge =
  (header: (origin: string) => string): Answer =>
  (response, origin) =>
    void response.writeHead(401, { 'www-authenticate': header(origin) }).end();

export const RESOURCE = '/.well-known/oauth-protected-resource/mcp';
export const ISSUER = '/.well-known/oauth-authorization-server/as';

export const metadata = (origin: string): Record<string, unknown> => ({
  issuer: `${origin}/as`,
  authorization_endpoint: `${origin}/as/authorize`,
  token_endpoint: `${origin}/as/token`,
  code_challenge_methods_supported: ['S256'],
});

const NOTHING = text(404, 'text/plain', 'nothing here');

/** A server with nothing wrong. Each test changes one thing. */
export const GOOD: Routes = {
  '/mcp': challenge(() => 'Bearer'),
  [RESOURCE]: json((origin) => ({ resource: `${origin}/mcp`, authorization_servers: [`${origin}/as`] })),
  [ISSUER]: json(metadata),
};

/** What differs in the entry of a site's server. */
export type EntryChanges = Partial<Omit<ServerEntry, 'clientId'>> & { readonly clientId?: string | undefined };

/** A web site whose every answer the test decides; it fails a request that carries a token. */
export interface HostileSite {
  readonly origin: string;
  /** What was asked, as `METHOD path`. */
  readonly asked: string[];
  routes: Routes;
  /** Proposes a sign-in to its server, by `send` where another is told; a client id of `undefined` leaves it out. */
  propose(changes?: EntryChanges, send?: typeof fetch, options?: PlanOptions): Promise<SignInProposal>;
  /** Plans it, as if the person had agreed. */
  plan(changes?: EntryChanges, send?: typeof fetch, options?: PlanOptions): Promise<SignInPlan>;
  close(): Promise<void>;
}

/** Starts a {@link HostileSite} that does nothing wrong yet. */
export async function startHostileSite(): Promise<HostileSite> {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    site.asked.push(`${request.method} ${path}`);
    if (request.headers.authorization !== undefined) throw new Error('a token reached the site');
    const answer = site.routes[`${request.method} ${path}`] ?? site.routes[path] ?? NOTHING;
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => answer(response, site.origin, body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const site: HostileSite = {
    origin: `http://127.0.0.1:${address.port}`,
    asked: [],
    routes: GOOD,
    plan: async (...asked) => (await site.propose(...asked)).settle(),
    propose: (changes, send = fetch, options = {}) => {
      const { clientId, ...rest }: EntryChanges = { clientId: 'client', ...changes };
      const entry = serverEntry({
        name: 'Prod',
        url: `${site.origin}/mcp`,
        ...(clientId === undefined ? {} : { clientId }),
        ...rest,
      });
      return proposeSignIn(entry, { fetch: send, now: Date.now, log: recordingLog([]) }, options);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return site;
}

/** A site for the tests of a suite, which finds each as it was first: nothing wrong, and nothing asked yet. */
export function useHostileSite(give: (site: HostileSite) => void): void {
  let site: HostileSite;
  before(async () => {
    site = await startHostileSite();
    give(site);
  });
  after(() => site.close());
  beforeEach(() => {
    site.routes = GOOD;
    site.asked.length = 0;
  });
}
