import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { IncomingMessage, request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';
import { until } from '../support/until.ts';
import { startWatchedServer, type WatchedServer } from '../support/watchedServer.ts';

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const ALL = 'incidents:read incidents:write';

interface Case {
  readonly what: string;
  readonly status: number;
  /** What the audit log has as the reason. */
  readonly reason: string;
  /** What the challenge holds beside the address of the metadata; no challenge is sent where absent. */
  readonly challenge?: readonly string[];
  readonly token?: (issuer: TokenIssuer) => string | Promise<string>;
  readonly tool?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
  /** Whether the port for metrics is asked, in place of the other. */
  readonly isOfMetrics?: boolean;
  /** In place of that of the endpoint. */
  readonly path?: string;
  /** What is answered. */
  readonly says?: RegExp;
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

/** What somebody is told whose token is no good. */
const invalid = (problem: string): Pick<Case, 'status' | 'challenge' | 'reason'> => ({
  status: 401,
  challenge: ['error="invalid_token"', `scope="${ALL}"`, problem],
  reason: `invalid_token: ${problem}`,
});

const CASES: readonly Case[] = [
  { what: 'no token', ...invalid('No access token was sent') },
  {
    ...{ what: 'a malformed header', status: 400, headers: { authorization: 'Bearer a b' } },
    challenge: ['error="invalid_request"', `scope="${ALL}"`],
    reason: 'invalid_request: The Authorization header is malformed',
  },
  {
    ...{ what: 'another scheme', ...invalid('The authorization scheme must be Bearer or DPoP') },
    headers: { authorization: 'Basic YTpi' },
  },
  { what: 'a text that is no token', ...invalid('The access token is not valid'), token: () => 'rAnDoM' },
  ...Object.entries({
    'an expired token': [{ exp: seconds() - 60 }, 'The access token has expired'],
    'a token without expiry': [{ exp: undefined }, 'The access token has no valid expiry'],
    'a token that is not valid yet': [{ nbf: seconds() + 36_000 }, 'The access token is not valid yet'],
    'a token of another issuer': [{ iss: 'https://evil.example' }, 'The access token is from another issuer'],
    'a token for another audience': [{ aud: 'api://default' }, 'The access token is for another audience'],
    'an ID token': [{ nonce: 'n', cid: undefined }, 'The token is not an access token'],
  } as const).map(([what, [claims, problem]]) => ({
    ...{ what, ...invalid(problem) },
    token: (issuer: TokenIssuer) => issuer.token(claims),
  })),
  {
    ...{ what: 'another type of JWT', ...invalid('The token is not an access token') },
    token: (issuer) => issuer.token({}, { typ: 'logout+jwt' }),
  },
  { what: 'the algorithm none', ...invalid('The access token is not signed with RS256'), token: unsigned },
  {
    ...{ what: 'HS256 with the public key', ...invalid('The access token is not signed with RS256') },
    token: signedWithPublicKey,
  },
  {
    ...{ what: 'a foreign key', ...invalid('The access token is not valid') },
    token: (issuer) => issuer.forgedToken(),
  },
  {
    ...{ what: 'a foreign kid', ...invalid('The access token is signed with another key') },
    token: (issuer) => issuer.forgedToken({}, 'k9'),
  },
  {
    ...{ what: 'a missing scope', status: 403, tool: 'create_incident' },
    challenge: ['error="insufficient_scope"', `scope="${ALL}"`],
    reason: `insufficient_scope: This call needs the scopes ${ALL}`,
    token: (issuer) => issuer.token({ scp: ['incidents:read'] }),
  },
  ...Object.entries({
    'a foreign Origin': 'https://evil.example',
    'an Origin of another port': 'http://127.0.0.1:3000',
    'the Origin null': 'null',
  }).map(([what, origin]) => ({
    ...{ what, status: 403, reason: `foreign origin: ${origin}`, token: good },
    headers: { origin },
  })),
  {
    ...{ what: 'a foreign Host', status: 403, reason: 'foreign host: evil.example', token: good },
    headers: { host: 'evil.example' },
  },
  {
    ...{ what: 'a foreign Host at the port for metrics', status: 403, reason: 'foreign host: evil.example' },
    ...{ headers: { host: 'evil.example' }, isOfMetrics: true },
  },
  {
    ...{ what: 'another media type', status: 415, reason: 'not JSON', token: good },
    headers: { 'content-type': 'text/plain' },
  },
  {
    ...{ what: 'a body that is no JSON', status: 400, reason: 'body not valid', token: good, body: '{"jsonrpc":' },
    says: /"code":-32700,"message":"Parse error: the body is not valid JSON"/,
  },
  ...Object.entries({
    'a Content-Encoding that is not known': { 'content-encoding': 'x-unknown' },
    'a charset that is not known': { 'content-type': 'application/json; charset=x-unknown' },
  }).map(([what, headers]) => ({
    ...{ what, status: 415, token: good, headers },
    reason: `${what.includes('charset') ? 'charset' : 'Content-Encoding'} not supported`,
    says: /"code":-32000,"message":"Unsupported Media Type: (charset|Content-Encoding) not supported"/,
  })),
  {
    ...{ what: 'a body that is not packed as it says', status: 400, reason: 'body not readable', token: good },
    ...{ headers: { 'content-encoding': 'gzip' }, says: /"code":-32000,"message":"Bad Request: body not readable"/ },
  },
  {
    ...{
      what: 'an address that cannot be decoded',
      status: 400,
      reason: 'address not valid',
      path: '/oauth/relay/%ff',
    },
    says: /"code":-32000,"message":"Bad Request: address not valid"/,
  },
  {
    ...{ what: 'a body that is nested without end', status: 400, reason: 'nested too deeply', token: good },
    body: `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_me","arguments":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}}`,
  },
  {
    ...{ what: 'an oversized body', status: 413, reason: 'body too large', token: good },
    body: JSON.stringify({ padding: 'x'.repeat(300_000) }),
  },
  {
    ...{ what: 'an oversized body of nobody, unread', ...invalid('No access token was sent') },
    body: 'x'.repeat(300_000),
  },
  {
    ...{ what: 'a slow body', status: 408, reason: 'body too slow', token: good },
    ...{ headers: { 'content-length': 100 }, body: '{' },
  },
  {
    ...{ what: 'oversized headers', status: 431, reason: 'headers too large', token: good },
    headers: { 'x-padding': 'x'.repeat(20_000) },
  },
  {
    ...{ what: 'an expectation', status: 417, reason: 'expectation not met', token: good },
    headers: { expect: '200-ok' },
  },
];

async function answerTo(url: string, headers: OutgoingHttpHeaders, body: string) {
  const request = httpRequest(url, { method: 'POST', headers, agent: false });
  request.on('error', () => undefined).end(body);
  const [response] = z.tuple([z.instanceof(IncomingMessage)]).parse(await once(request, 'response'));
  const said = await text(response);
  const { connection, 'www-authenticate': challenge } = response.headers;
  return { status: response.statusCode, connection, challenge, said };
}

describe('requests that the incident server refuses', () => {
  let issuer: TokenIssuer;
  let server: WatchedServer;
  before(async () => {
    issuer = await startTokenIssuer();
    server = await startWatchedServer({ ...issuer, requestTimeout: 1000 });
  });
  after(async () => {
    await server.close();
    await issuer.close();
  });

  for (const { what, status, reason, challenge: expected, ...given } of CASES) {
    it(`${what}: ${status}`, async () => {
      const { token, tool = 'list_incidents', headers, body, path = '/mcp', says = /^/, isOfMetrics = false } = given;
      const before = server.audited().length;
      const refusals = () =>
        server
          .audited()
          .slice(before)
          .filter(({ event }) => event === 'refusal');
      const params = { name: tool, arguments: {}, _meta: META };
      const sent = {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...{ 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': tool },
        ...(token !== undefined && { authorization: `Bearer ${await token(issuer)}` }),
        ...headers,
      };
      const call = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
      const asked = isOfMetrics ? server.metricsUrl : `${server.origin}${path}`;
      const answer = await answerTo(asked, sent, body ?? call);
      assert.equal(answer.status, status);
      assert.match(answer.said, says);
      if ([408, 431].includes(status)) assert.equal(answer.connection, 'close');
      await until(() => refusals().length > 0, 'the refusal');
      const kept = refusals().map((refusal) => [refusal['status'], refusal['reason'], refusal['address']]);
      assert.deepEqual(kept, [[status, reason, '127.0.0.1']]);
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
