import assert from 'node:assert/strict';
import * as z from 'zod';
import { type RunningServer, startServer } from '../../../src/server/startServer.ts';
import type { StoreDatabase } from '../../../src/server/store/database.ts';
import { openPostgres } from '../../../src/server/store/postgres/openPostgres.ts';
import { openSqlite } from '../../../src/server/store/sqlite/openSqlite.ts';
import { PROMPT, RESOURCE, TOOL } from '../../../src/shared/names.ts';
import { postRpc } from '../support/postRpc.ts';
import { emptyDatabase, sharedPostgres } from '../support/postgres/sharedPostgres.ts';
import { beginSession, sendTo } from '../support/sessionWire.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';

/** The id tells whoever runs the server which lines of its log say why. */
const WORDS = /The server failed to do this\. Try again later\. \(Request [0-9a-f-]{36}\)/;
const errorSchema = z.object({ error: z.object({ code: z.number(), message: z.string() }) });
const loggedSchema = z.object({ error: z.string(), causes: z.array(z.string()).default([]) });
const completed = (reference: object, name: string) => ({
  method: 'completion/complete',
  params: { ref: reference, argument: { name, value: 'x' } },
});
const TEMPLATE = { type: 'ref/resource', uri: RESOURCE.one };
const CALLS = [
  { method: 'resources/read', params: { uri: RESOURCE.all } },
  { method: 'resources/read', params: { uri: RESOURCE.one.replace('{incident_id}', 'INC-1') } },
  { method: 'prompts/get', params: { name: PROMPT.triageIncidents, arguments: {} } },
  { method: 'prompts/get', params: { name: PROMPT.writePostmortem, arguments: { incident_id: 'INC-1' } } },
  completed(TEMPLATE, 'incident_id'),
  completed({ type: 'ref/prompt', name: PROMPT.triageIncidents }, 'service'),
  completed({ type: 'ref/prompt', name: PROMPT.writePostmortem }, 'incident_id'),
] as const;
const SUBSCRIPTIONS = ['resources/subscribe', 'resources/unsubscribe'].map((method) => ({
  method,
  params: { uri: RESOURCE.all },
}));

interface Failing {
  readonly name: string;
  open(report: (error: Error) => void): Promise<StoreDatabase>;
  /** Has every further query fail. */
  fail(): Promise<void>;
  readonly internals: RegExp;
}

function failingSqlite(): Failing {
  let database: StoreDatabase | undefined;
  return {
    name: 'a SQLite file that is closed',
    open: async () => (database = await openSqlite(':memory:')),
    fail: async () => database?.db.destroy(),
    internals: /driver/,
  };
}

function failingPostgres(): Failing {
  let name = '';
  return {
    name: 'a PostgreSQL database that is gone',
    async open(report) {
      const url = await emptyDatabase();
      name = new URL(url).pathname.slice(1);
      return openPostgres(url, report);
    },
    fail: async () => (await sharedPostgres()).query(`drop database ${name} with (force)`),
    internals: /database "incidents_\d+" does not exist|connection|terminat/i,
  };
}

async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  const data = text.split('\n').find((line) => line.startsWith('data: {'));
  return JSON.parse(data?.slice('data: '.length) ?? text);
}

for (const failing of [failingSqlite(), failingPostgres()]) {
  describe(`callers of a server with ${failing.name}`, function () {
    this.timeout(60_000);
    let issuer: TokenIssuer;
    let server: RunningServer;
    let token: string;
    let session: string;
    let logged: string[];

    before(async () => {
      issuer = await startTokenIssuer();
      logged = [];
      server = await startServer({
        ...issuer,
        log: (line) => logged.push(line),
        openDatabase: (report) => failing.open(report),
      });
      token = await issuer.token();
      session = await beginSession(server.url, token);
      await failing.fail();
    });
    after(async () => {
      await server.close();
      await issuer.close();
    });
    beforeEach(() => (logged.length = 0));

    const loggedErrors = (): string[] =>
      logged.flatMap((line) => {
        const { data } = loggedSchema.safeParse(JSON.parse(line));
        return data ? [data.error, ...data.causes] : [];
      });
    async function isPlain(response: Response): Promise<void> {
      const { error: told } = errorSchema.parse(await answerOf(response));
      assert.equal(told.code, -32603);
      assert.match(told.message, new RegExp(`^${WORDS.source}$`));
      assert.ok(
        loggedErrors().some((error) => failing.internals.test(error)),
        JSON.stringify(logged),
      );
    }

    for (const call of CALLS) {
      const what = JSON.stringify(call.params);
      it(`are told no more than that it failed by ${call.method} ${what}, which the log explains`, async () => {
        await isPlain(await postRpc(server.url, call, token));
      });
    }
    for (const call of [...CALLS, ...SUBSCRIPTIONS]) {
      const what = JSON.stringify(call.params);
      it(`are told no more in a session by ${call.method} ${what}, which the log explains`, async () => {
        await isPlain(await sendTo(server.url, token, call, session));
      });
    }

    it('are told no more by tools, as the log explains', async () => {
      const call = { method: 'tools/call', params: { name: TOOL.listIncidents, arguments: {} } };
      const answer = JSON.stringify(await answerOf(await sendTo(server.url, token, call, session)));
      assert.ok(WORDS.test(answer) && !failing.internals.test(answer), answer);
      assert.ok(loggedErrors().length > 0);
    });
  });
}
