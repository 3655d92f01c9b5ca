import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import type { AppErrorCode } from '../../../src/core/errors.ts';
import { checkIssuerMetadata } from '../../../src/core/oauth/discovery/issuerMetadata.ts';

const ISSUER = 'https://o.example/oauth2/default';
const GOOD = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/v1/authorize`,
  token_endpoint: `${ISSUER}/v1/token`,
  code_challenge_methods_supported: ['S256'],
};

/** Of two redirect URIs an issuer may take the first: one that was never registered for the answers of this issuer. */
const PRESET = `${ISSUER}/v1/authorize?redirect_uri=vscode%3A%2F%2Fincident-desk.incident-desk%2Fcallback`;

describe('issuer metadata', () => {
  it('is taken with what the client knows of it', () => {
    const found = checkIssuerMetadata(
      { ...GOOD, jwks_uri: `${ISSUER}/keys`, unknown: 1, scopes_supported: null },
      { issuer: ISSUER, url: ISSUER, allowPrivate: false },
    );
    assert.deepEqual(found, { ...GOOD, jwks_uri: `${ISSUER}/keys` });
  });

  const bad: readonly [string, unknown, AppErrorCode][] = [
    ['no object', 'text', 'metadata_invalid'],
    ['no token endpoint', { ...GOOD, token_endpoint: null }, 'metadata_invalid'],
    ['an endpoint that is no text', { ...GOOD, token_endpoint: 7 }, 'metadata_invalid'],
    ['another issuer', { ...GOOD, issuer: 'https://evil.example' }, 'issuer_mismatch'],
    ['the issuer with a slash', { ...GOOD, issuer: `${ISSUER}/` }, 'issuer_slash'],
    ['no login page', { ...GOOD, authorization_endpoint: null }, 'metadata_invalid'],
    ['the issuer in capitals', { ...GOOD, issuer: ISSUER.replace('o.', 'O.') }, 'issuer_mismatch'],
    ['PKCE not named', { ...GOOD, code_challenge_methods_supported: null }, 'pkce_unsupported'],
    ['plain PKCE only', { ...GOOD, code_challenge_methods_supported: ['plain'] }, 'pkce_unsupported'],
    ['a javascript: endpoint', { ...GOOD, authorization_endpoint: 'javascript:alert(1)' }, 'address_refused'],
    ['a command: endpoint', { ...GOOD, end_session_endpoint: 'command:x' }, 'address_refused'],
    ['an http endpoint', { ...GOOD, token_endpoint: 'http://o.example/token' }, 'address_refused'],
    ['a private endpoint', { ...GOOD, token_endpoint: 'https://10.0.0.1/token' }, 'address_refused'],
    ['a login page that brings parameters of ours', { ...GOOD, authorization_endpoint: PRESET }, 'metadata_invalid'],
    ['a loopback endpoint', { ...GOOD, revocation_endpoint: 'http://127.0.0.1:1/' }, 'address_refused'],
  ];
  for (const [name, json, code] of bad) {
    it(`is refused for ${name}`, () =>
      assert.throws(
        () => checkIssuerMetadata(json, { issuer: ISSUER, url: ISSUER, allowPrivate: false }),
        (error) => isAppError(error, code),
      ));
  }

  it('may have a login page with parameters of its own', () => {
    const page = `${ISSUER}/v1/authorize?tenant=1`;
    const rules = { issuer: ISSUER, url: ISSUER, allowPrivate: false };
    assert.equal(checkIssuerMetadata({ ...GOOD, authorization_endpoint: page }, rules).authorization_endpoint, page);
  });

  it('needs neither login page nor PKCE for a machine', () => {
    const { issuer, token_endpoint } = GOOD;
    const rules = { issuer: ISSUER, url: ISSUER, allowPrivate: false, subject: 'machine' } as const;
    assert.deepEqual(checkIssuerMetadata({ issuer, token_endpoint }, rules), { issuer, token_endpoint });
  });
});
