import assert from 'node:assert/strict';
import { SignJWT, decodeJwt, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey } from 'jose';
import { REDIRECT_URI, standIns } from './oktaClient.ts';
import type { OktaClient } from './oktaClient.ts';

const ID_JAG = 'urn:ietf:params:oauth:token-type:id-jag';
const ELSEWHERE = { issuer: 'https://as.example', clientId: 'desk-at-as' };

interface Key {
  readonly privateKey: CryptoKey;
  readonly jwk: object;
}

async function newKey(): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  return { privateKey, jwk: await exportJWK(publicKey) };
}

/** Posts a token request with a proof, once more with the nonce that is wanted. */
async function withProof(client: OktaClient, { privateKey, jwk }: Key, form: Record<string, string>) {
  const url = `${client.server.issuer}/v1/token`;
  const send = async (nonce?: string): Promise<Response> => {
    const claims = { jti: crypto.randomUUID(), htm: 'POST', htu: url, ...(nonce === undefined ? {} : { nonce }) };
    const dpop = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
      .setIssuedAt()
      .sign(privateKey);
    const body = new URLSearchParams({ client_id: client.server.clientId, ...form });
    return fetch(url, { method: 'POST', body, headers: { dpop, connection: 'close' } });
  };
  const first = await send();
  const nonce = first.headers.get('dpop-nonce') ?? '';
  return { first, second: await send(nonce) };
}

async function json(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response.json();
  assert.ok(typeof body === 'object' && body !== null);
  return { ...body };
}

describe('An application that requires DPoP, at the stand-in', () => {
  const start = standIns();

  async function codeForm(client: OktaClient): Promise<Record<string, string>> {
    const code = (await client.callback()).get('code') ?? '';
    return { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, code_verifier: client.verifier };
  }

  it('gets nothing without a proof, and keeps its code', async () => {
    const client = await start({ requireDpop: true });
    const form = await codeForm(client);
    const { status, error, error_description: description } = await client.post('token', form);
    assert.deepEqual(
      { status, error, description },
      { status: 400, error: 'invalid_dpop_proof', description: 'The DPoP proof JWT header is missing.' },
    );
    const { second } = await withProof(client, await newKey(), form);
    assert.equal(second.status, 200);
  });

  it('must bring the nonce, and gets tokens that name its key', async () => {
    const client = await start({ requireDpop: true });
    const { first, second } = await withProof(client, await newKey(), await codeForm(client));
    assert.equal(first.status, 400);
    assert.deepEqual(await json(first), {
      error: 'use_dpop_nonce',
      error_description: 'Authorization server requires nonce in DPoP proof.',
    });
    const answer = await json(second);
    assert.equal(answer['token_type'], 'DPoP');
    assert.match(JSON.stringify(decodeJwt(String(answer['access_token']))['cnf']), /^\{"jkt":"[\w-]{43}"\}$/);
  });

  it('refreshes with the same key only', async () => {
    const client = await start({ requireDpop: true });
    const key = await newKey();
    const { second } = await withProof(client, key, await codeForm(client));
    const form = { grant_type: 'refresh_token', refresh_token: String((await json(second))['refresh_token']) };
    assert.equal((await client.post('token', form)).error, 'invalid_dpop_proof');
    const thief = await withProof(client, await newKey(), form);
    assert.equal(thief.second.status, 400);
    assert.equal((await withProof(client, key, form)).second.status, 200);
  });
});

describe('An identity assertion, at the stand-in', () => {
  const start = standIns();

  it('is given for a connected application, to whom the ID token names', async () => {
    const client = await start({ managedConnections: [ELSEWHERE] });
    const { idToken } = await client.signIn();
    const answer = await client.post(
      'token',
      form(idToken, { scope: 'incidents:read', resource: 'https://mcp.example' }),
    );
    assert.equal(answer.status, 200);
    assert.equal(answer['issued_token_type'], ID_JAG);
    assert.equal(answer['token_type'], 'N_A');
    const { aud, sub, client_id: clientId, resource, scope } = decodeJwt(answer.access_token ?? '');
    assert.deepEqual(
      { aud, sub, clientId, resource, scope },
      {
        aud: ELSEWHERE.issuer,
        sub: decodeJwt(idToken).sub,
        clientId: ELSEWHERE.clientId,
        resource: 'https://mcp.example',
        scope: 'incidents:read',
      },
    );
  });

  it('is refused for another application, another token, an old ID token and where nothing is connected', async () => {
    let now = Date.now();
    const client = await start({ managedConnections: [ELSEWHERE], clock: () => now });
    const { idToken, accessToken } = await client.signIn();
    const refused = async (changes: Record<string, string>, error: string, token = idToken): Promise<void> => {
      const answer = await client.post('token', form(token, changes));
      assert.deepEqual([answer.status, answer.error], [400, error]);
    };
    await refused({ audience: 'https://other.example' }, 'invalid_target');
    await refused({ requested_token_type: 'urn:ietf:params:oauth:token-type:access_token' }, 'invalid_request');
    await refused({ subject_token_type: 'urn:ietf:params:oauth:token-type:access_token' }, 'invalid_grant');
    await refused({}, 'invalid_grant', accessToken);
    now += 3_700_000;
    await refused({}, 'invalid_grant');
    const alone = await start();
    const other = await alone.signIn();
    assert.equal((await alone.post('token', form(other.idToken))).error, 'unsupported_grant_type');
  });

  function form(idToken: string, changes: Record<string, string> = {}): Record<string, string> {
    return {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      requested_token_type: ID_JAG,
      subject_token: idToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      audience: ELSEWHERE.issuer,
      ...changes,
    };
  }
});
