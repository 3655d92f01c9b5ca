import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { type RunningServer, startServer } from '../../../src/server/startServer.ts';
import { postRpc } from '../support/postRpc.ts';
import { READ_WRITE, startTokenIssuer, type TokenIssuer } from '../support/tokenIssuer.ts';

const LIST = { method: 'tools/call', params: { name: 'list_incidents', arguments: {} } };
const CREATE = { method: 'tools/call', params: { name: 'create_incident', arguments: { title: 'x' } } };

function base64url(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

function claimsOf(token: string): string {
  return token.split('.')[1] ?? '';
}

const seconds = (): number => Math.floor(Date.now() / 1000);

describe('access tokens at the incident server', () => {
  let issuer: TokenIssuer;
  let server: RunningServer;

  /** Milliseconds. */
  let ahead = 0;

  before(async () => {
    issuer = await startTokenIssuer();
    const { issuer: from, audience } = issuer;
    server = await startServer({ issuer: from, audience, now: () => Date.now() + ahead });
  });
  afterEach(() => (ahead = 0));
  after(async () => {
    await server.close();
    await issuer.close();
  });

  async function refused(token: string, description: RegExp): Promise<void> {
    const response = await postRpc(server.url, LIST, token);
    assert.equal(response.status, 401);
    const challenge = response.headers.get('www-authenticate') ?? '';
    assert.match(challenge, /^Bearer error="invalid_token", /);
    assert.match(challenge, description);
    assert.ok(challenge.includes(`resource_metadata="${server.origin}/.well-known/oauth-protected-resource/mcp"`));
    assert.ok(challenge.includes('scope="incidents:read incidents:write"'));
    assert.doesNotMatch(await response.text(), /INC-/);
  }

  it('lets a good one in, also by the claim names of RFC 9068', async () => {
    assert.equal((await postRpc(server.url, LIST, await issuer.token())).status, 200);
    const claims = { cid: undefined, scp: undefined, client_id: 'other', scope: READ_WRITE.join(' ') };
    assert.equal((await postRpc(server.url, LIST, await issuer.token(claims, { typ: 'at+jwt' }))).status, 200);
  });

  it('refuses one that was good before once it has expired', async () => {
    const token = await issuer.token({ exp: seconds() + 60 });
    assert.equal((await postRpc(server.url, LIST, token)).status, 200);
    ahead = 70_000;
    await refused(token, /has expired/);
  });

  it('refuses one that was good before where the clock is set back to before it was valid', async () => {
    const token = await issuer.token({ nbf: seconds() });
    assert.equal((await postRpc(server.url, LIST, token)).status, 200);
    ahead = -60_000;
    await refused(token, /not valid yet/);
  });

  it('refuses one that differs in its signature alone from one that was good before', async () => {
    const token = await issuer.token();
    assert.equal((await postRpc(server.url, LIST, token)).status, 200);
    const [signed, signature] = [token.slice(0, token.lastIndexOf('.')), token.slice(token.lastIndexOf('.') + 1)];
    const other = signature.startsWith('A') ? 'B' : 'A';
    await refused(`${signed}.${other}${signature.slice(1)}`, /not valid/);
  });

  it('challenges a request without one', async () => {
    const response = await postRpc(server.url, LIST);
    assert.equal(response.status, 401);
    assert.match(response.headers.get('www-authenticate') ?? '', /resource_metadata=.*/);
  });

  it('answers 400 to a malformed header and 401 to another scheme', async () => {
    assert.equal((await postRpc(server.url, LIST, undefined, { authorization: 'Bearer' })).status, 400);
    assert.equal((await postRpc(server.url, LIST, undefined, { authorization: 'Bearer a b' })).status, 400);
    assert.equal((await postRpc(server.url, LIST, undefined, { authorization: 'Basic YTpi' })).status, 401);
  });

  it('refuses the algorithm none', async () => {
    const token = `${base64url({ alg: 'none' })}.${claimsOf(await issuer.token())}.`;
    await refused(token, /not signed with RS256|not valid/);
  });

  it('refuses HS256 with the public key as the secret', async () => {
    const signed = `${base64url({ alg: 'HS256', kid: 'k1' })}.${claimsOf(await issuer.token())}`;
    const tag = createHmac('sha256', issuer.publicKey).update(signed).digest('base64url');
    await refused(`${signed}.${tag}`, /not signed with RS256/);
  });

  it('refuses a foreign kid, and a foreign key under the right kid', async () => {
    await refused(await issuer.forgedToken({}, 'k2'), /signed with another key/);
    await refused(await issuer.forgedToken({}, 'k1'), /not valid/);
  });

  it('refuses another issuer', async () =>
    refused(await issuer.token({ iss: 'https://evil.example' }), /another issuer/));
  it('refuses another audience', async () => refused(await issuer.token({ aud: 'api://default' }), /another audience/));
  it('refuses an expired token', async () => refused(await issuer.token({ exp: seconds() - 60 }), /has expired/));
  it('refuses one without expiry', async () => refused(await issuer.token({ exp: undefined }), /expiry/));
  it('refuses one that is not valid yet', async () =>
    refused(await issuer.token({ nbf: seconds() + 60 }), /not valid yet/));
  it('bears a small difference of clocks', async () => {
    const token = await issuer.token({ exp: seconds() - 2, nbf: seconds() + 2 });
    assert.equal((await postRpc(server.url, LIST, token)).status, 200);
  });

  it('refuses ID tokens', async () => {
    await refused(await issuer.token({ aud: '0oaClient', cid: undefined, scp: undefined }), /another audience/);
    await refused(await issuer.token({ nonce: 'n' }), /not an access token/);
    await refused(await issuer.token({ at_hash: 'h' }), /not an access token/);
    await refused(await issuer.token({ cid: undefined }), /not an access token/);
  });

  it('refuses other types of JWT and texts that are none', async () => {
    await refused(await issuer.token({}, { typ: 'logout+jwt' }), /not an access token/);
    await refused('rAnDoMrEfReShToKeN', /not valid/);
  });

  it('answers 403 with all scopes needed where one is missing', async () => {
    const reader = await issuer.token({ scp: ['incidents:read'] });
    const response = await postRpc(server.url, CREATE, reader);
    assert.equal(response.status, 403);
    const challenge = response.headers.get('www-authenticate') ?? '';
    assert.match(challenge, /error="insufficient_scope"/);
    assert.match(challenge, /scope="incidents:read incidents:write"/);
    assert.match(challenge, /error_description="[^"]+incidents:write"/);
    assert.match(challenge, /resource_metadata="/);
    assert.equal((await postRpc(server.url, LIST, reader)).status, 200);
  });

  it('keeps everything about incidents from a token without scopes', async () => {
    const token = await issuer.token({ scp: [] });
    for (const call of [
      LIST,
      { method: 'resources/read', params: { uri: 'incidents://all' } },
      { method: 'resources/subscribe', params: { uri: 'incidents://all' } },
      { method: 'prompts/get', params: { name: 'triage_incidents' } },
      { method: 'completion/complete', params: { ref: { type: 'ref/resource', uri: 'incidents://{incident_id}' } } },
      { method: 'subscriptions/listen', params: {} },
    ]) {
      assert.equal((await postRpc(server.url, call, token)).status, 403, call.method);
    }
    assert.equal((await postRpc(server.url, { method: 'tools/call', params: { name: 'get_me' } }, token)).status, 200);
  });

  it('answers 503, not 401, while the keys of the issuer cannot be read', async () => {
    const fresh = await startServer({ issuer: issuer.issuer, audience: issuer.audience });
    try {
      issuer.setDown(true);
      const response = await postRpc(fresh.url, LIST, await issuer.token());
      assert.equal(response.status, 503);
      assert.equal(response.headers.get('www-authenticate'), null);
      assert.ok(Number(response.headers.get('retry-after')) > 0);
      issuer.setDown(false);
      assert.equal((await postRpc(fresh.url, LIST, await issuer.token())).status, 200);
    } finally {
      issuer.setDown(false);
      await fresh.close();
    }
  });

  it('does not ask the issuer for its keys at each foreign kid', async () => {
    await postRpc(server.url, LIST, await issuer.forgedToken({}, 'k8'));
    const before = issuer.keyRequests();
    for (const kid of ['k3', 'k4', 'k5']) await postRpc(server.url, LIST, await issuer.forgedToken({}, kid));
    assert.equal(issuer.keyRequests(), before);
  });
});
