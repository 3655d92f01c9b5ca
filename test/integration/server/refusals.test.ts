import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { IncomingMessage, request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import * as z from 'zod';
import { type RunningServer, startServer } from '../../../src/server/startServer.ts';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const INITIALIZE = {
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1.0.0' } },
};
const ALL = 'incidents:read incidents:write';

interface Case {
  readonly what: string;
  readonly status: number;
  /** What the challenge holds beside the address of the metadata; no challenge is sent where absent. */
  readonly challenge?: readonly string[];
  readonly token?: (issuer: TokenIssuer) => string | Promise<string>;
  readonly tool?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claimsOf = (token: string): string => token.split('.')[1] ?? '';
const seconds = (): number => Math.floor(Date.now() / 1000);
const good = (issuer: TokenIssuer): Promise<string> => issuer.token();

async function unsigned(issuer: TokenIssuer): Promise<string> {
  return `${base64url({ alg: 'none' })}.${claimsOf(await issuer.token())}.`;
}

async function signedWithPublicKey(issuer: TokenIssuer): Promise<string> {
  const signed = `${base64url({ alg: 'HS256', kid: 'k1' })}.${claimsOf(await issuer.token())}`;
  return `${signed}.${createHmac('sha256', issuer.publicKey).update(signed).digest('base64url')}`;
}

/** A challenge to somebody whose token is no good. */
const invalid = (reason: string): readonly string[] => ['error="invalid_token"', `scope="${ALL}"`, reason];

const CASES: readonly Case[] = [
  { what: 'no token', status: 401, challenge: invalid('No access token was sent') },
  {
    what: 'a malformed header',
    status: 400,
    challenge: ['error="invalid_request"', `scope="${ALL}"`],
    headers: { authorization: 'Bearer a b' },
  },
  {
    what: 'another scheme',
    status: 401,
    challenge: invalid('must be Bearer or DPoP'),
    headers: { authorization: 'Basic YTpi' },
  },
  { what: 'a text that is no token', status: 401, challenge: invalid('not valid'), token: () => 'rAnDoM' },
  ...Object.entries({
    'an expired token': [{ exp: seconds() - 60 }, 'has expired'],
    'a token without expiry': [{ exp: undefined }, 'no valid expiry'],
    'a token that is not valid yet': [{ nbf: seconds() + 600 }, 'not valid yet'],
    'a token of another issuer': [{ iss: 'https://evil.example' }, 'another issuer'],
    'a token for another audience': [{ aud: 'api://default' }, 'another audience'],
    'an ID token': [{ nonce: 'n', cid: undefined }, 'not an access token'],
  } as const).map(([what, [claims, reason]]) => ({
    ...{ what, status: 401, challenge: invalid(reason) },
    token: (issuer: TokenIssuer) => issuer.token(claims),
  })),
  {
    ...{ what: 'another type of JWT', status: 401, challenge: invalid('not an access token') },
    token: (issuer) => issuer.token({}, { typ: 'logout+jwt' }),
  },
  { what: 'the algorithm none', status: 401, challenge: invalid('access token is not'), token: unsigned },
  { what: 'HS256 with the public key', status: 401, challenge: invalid('RS256'), token: signedWithPublicKey },
  {
    ...{ what: 'a foreign key', status: 401, challenge: invalid('not valid') },
    token: (issuer) => issuer.forgedToken(),
  },
  {
    ...{ what: 'a foreign kid', status: 401, challenge: invalid('another key') },
    token: (issuer) => issuer.forgedToken({}, 'k9'),
  },
  {
    ...{ what: 'a missing scope', status: 403, tool: 'create_incident' },
    challenge: ['error="insufficient_scope"', `scope="${ALL}"`],
    token: (issuer) => issuer.token({ scp: ['incidents:read'] }),
  },
  { what: 'a foreign Origin', status: 403, token: good, headers: { origin: 'https://evil.example' } },
  { what: 'an Origin of another port', status: 403, token: good, headers: { origin: 'http://127.0.0.1:3000' } },
  { what: 'the Origin null', status: 403, token: good, headers: { origin: 'null' } },
  { what: 'a foreign Host', status: 403, token: good, headers: { host: 'evil.example' } },
  { what: 'another media type', status: 415, token: good, headers: { 'content-type': 'text/plain' } },
  { what: 'a body that is no JSON', status: 400, token: good, body: '{"jsonrpc":' },
  { what: 'an oversized body', status: 413, token: good, body: JSON.stringify({ padding: 'x'.repeat(300_000) }) },
  {
    what: 'an oversized body of nobody, unread',
    status: 401,
    challenge: invalid('No access token was sent'),
    body: 'x'.repeat(300_000),
  },
  { what: 'oversized headers', status: 431, token: good, headers: { 'x-padding': 'x'.repeat(20_000) } },
];

async function answerTo(url: string, headers: OutgoingHttpHeaders, body: string) {
  const request = httpRequest(url, { method: 'POST', headers, agent: false });
  request.on('error', () => undefined).end(body);
  const [response] = z.tuple([z.instanceof(IncomingMessage)]).parse(await once(request, 'response'));
  response.resume();
  return { status: response.statusCode, challenge: response.headers['www-authenticate'] };
}

describe('requests that the incident server refuses', () => {
  let issuer: TokenIssuer;
  let server: RunningServer;
  before(async () => {
    issuer = await startTokenIssuer();
    server = await startServer({ ...issuer });
  });
  after(async () => {
    await server.close();
    await issuer.close();
  });

  for (const { what, status, challenge: expected, token, tool = 'list_incidents', headers, body } of CASES) {
    it(`${what}: ${status}`, async () => {
      const params = { name: tool, arguments: {}, _meta: META };
      const given = {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...{ 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': tool },
        ...(token !== undefined && { authorization: `Bearer ${await token(issuer)}` }),
        ...headers,
      };
      const call = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
      const answer = await answerTo(server.url, given, body ?? call);
      assert.equal(answer.status, status);
      if (expected === undefined) {
        assert.equal(answer.challenge, undefined);
        return;
      }
      const metadata = `resource_metadata="${server.origin}/.well-known/oauth-protected-resource/mcp"`;
      for (const part of [/^Bearer /.exec(answer.challenge ?? '')?.[0] ?? 'Bearer ', metadata, ...expected]) {
        assert.ok(answer.challenge?.includes(part), `${answer.challenge}: ${part}`);
      }
    });
  }
});

describe('sessions beyond what the incident server bears', function () {
  this.timeout(120_000);
  const SESSIONS = 1000;
  const OWNERS = 10;
  let issuer: TokenIssuer;
  let server: RunningServer;
  let ahead = 0;
  before(async () => {
    issuer = await startTokenIssuer();
    server = await startServer({ ...issuer, maxSessions: SESSIONS, now: () => Date.now() + ahead });
  });
  after(async () => {
    await server.close();
    await issuer.close();
  });

  function send(token: string, message: object, session?: string, url = server.url): Promise<Response> {
    return fetch(url, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        authorization: `Bearer ${token}`,
        ...(session !== undefined && { 'mcp-session-id': session }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }),
    });
  }

  it('are refused also where all are opened at once', async () => {
    const small = await startServer({ ...issuer, maxSessions: 5 });
    try {
      const tokens = await Promise.all(
        Array.from({ length: 20 }, (_, owner) => issuer.token({ sub: `q${owner}@example.com` })),
      );
      const opened = await Promise.all(tokens.map((token) => send(token, INITIALIZE, undefined, small.url)));
      assert.equal(opened.filter(({ status }) => status === 200).length, 5);
      assert.equal(opened.filter(({ status }) => status === 503).length, 15);
    } finally {
      await small.close();
    }
  });

  it(`are refused with 503 after ${SESSIONS}, while those that are open go on; idle ones make room`, async () => {
    const exp = seconds() + 3600;
    const tokens = await Promise.all(
      Array.from({ length: OWNERS }, (_, owner) => issuer.token({ sub: `p${owner}@example.com`, exp })),
    );
    let first: string | null = null;
    for (let round = 0; round < SESSIONS / OWNERS; round += 1) {
      const opened = await Promise.all(
        tokens.map(async (token) => {
          const response = await send(token, INITIALIZE);
          await response.text();
          return response;
        }),
      );
      assert.deepEqual([...new Set(opened.map(({ status }) => status))], [200]);
      first ??= opened[0]?.headers.get('mcp-session-id') ?? null;
    }
    const late = await issuer.token({ sub: 'late@example.com', exp });
    const refused = await send(late, INITIALIZE);
    assert.equal(refused.status, 503);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    assert.equal((await send(tokens[0] ?? '', { method: 'tools/list' }, first ?? '')).status, 200);
    ahead = 6 * 60_000;
    assert.equal((await send(late, INITIALIZE)).status, 200);
  });
});
