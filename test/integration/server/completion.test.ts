import assert from 'node:assert/strict';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Completion, CompletionReference } from '../../../src/core/mcp/connection.ts';
import { type RunningServer, startServer } from '../../../src/server/startServer.ts';
import { PROMPT, RESOURCE } from '../../../src/shared/names.ts';
import { connectTo } from '../support/connectTo.ts';
import { incidentWith } from '../support/incidents.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';
import { steeredTokens } from '../support/tokenSource.ts';

const TRIAGE: CompletionReference = { kind: 'prompt', name: PROMPT.triageIncidents };
const POSTMORTEM: CompletionReference = { kind: 'prompt', name: PROMPT.writePostmortem };
const INCIDENT: CompletionReference = { kind: 'template', uriTemplate: RESOURCE.one };
const TEAMS = 120;

interface Completer {
  complete(reference: CompletionReference, name: string, value: string): Promise<Completion>;
  close(): Promise<void>;
}

async function completeV1(url: string, token: string): Promise<Completer> {
  const client = new ClientV1({ name: 'test', version: '1.0.0' });
  await client.connect(
    new TransportV1(new URL(url), { requestInit: { headers: { authorization: `Bearer ${token}` } } }),
  );
  return {
    complete: async (reference, name, value) => {
      const ref =
        reference.kind === 'prompt'
          ? ({ type: 'ref/prompt', name: reference.name } as const)
          : ({ type: 'ref/resource', uri: reference.uriTemplate } as const);
      const { completion } = await client.complete({ ref, argument: { name, value } });
      return { values: completion.values, hasMore: completion.hasMore ?? false };
    },
    close: () => client.close(),
  };
}

async function completeOurs(url: string, token: string): Promise<Completer> {
  const connection = await connectTo(url, { tokens: steeredTokens(token) });
  return {
    complete: (reference, name, value) => connection.complete(reference, { name, value, given: {} }),
    close: () => connection.close(),
  };
}

for (const [name, connect] of Object.entries({ 'the v1 client': completeV1, 'our client': completeOurs })) {
  describe(`what ${name} is suggested`, () => {
    let issuer: TokenIssuer;
    let server: RunningServer;
    let client: Completer;

    before(async () => {
      issuer = await startTokenIssuer();
      server = await startServer({ ...issuer });
      const numbers = Array.from({ length: TEAMS }, (_, number) => number);
      await server.store.import(
        numbers.map((number) =>
          incidentWith({ id: `INC-${1000 + number}`, service: `team ${number}`, assignee: 'bo' }),
        ),
      );
      client = await connect(server.url, await issuer.token());
    });
    after(async () => {
      await client.close();
      await server.close();
      await issuer.close();
    });

    for (const [reference, argument, typed, values] of [
      [TRIAGE, 'focus', '', ['severity', 'patterns']],
      [TRIAGE, 'severity', 'h', ['high']],
      [TRIAGE, 'status', 'open,res', ['open,resolved']],
      [TRIAGE, 'service', 'TEAM 11', ['team 11', ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `team 11${n}`)]],
      [TRIAGE, 'assignee', '', ['bo']],
      [POSTMORTEM, 'incident_id', 'inc-111', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `INC-111${n}`)],
      [INCIDENT, 'incident_id', 'INC-1007', ['INC-1007']],
      [INCIDENT, 'incident_id', 'nothing', []],
    ] as const) {
      it(`for the ${argument} ${JSON.stringify(typed)} of a ${reference.kind}`, async () => {
        const completion = await client.complete(reference, argument, typed);
        assert.deepEqual(completion.values.toSorted(), [...values].toSorted());
        assert.equal(completion.hasMore, false);
      });
    }

    it('is told when there are more suggestions than were sent', async () => {
      const { values, hasMore } = await client.complete(TRIAGE, 'service', 'team');
      assert.equal(values.length, 100);
      assert.ok(hasMore);
    });

    it('for an argument that there is not: nothing', async () => {
      assert.deepEqual((await client.complete(TRIAGE, 'colour', 'r')).values, []);
    });
  });
}
