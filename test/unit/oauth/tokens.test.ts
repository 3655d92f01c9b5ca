import assert from 'node:assert/strict';
import { accountOf, subjectChanged } from '../../../src/core/oauth/signIn/account.ts';
import { refreshTime } from '../../../src/core/oauth/sessions/heldSession.ts';
import { jwtClaims } from '../../../src/core/oauth/tokens/jwtClaims.ts';
import { tokenSetOf } from '../../../src/core/oauth/tokens/tokenSet.ts';

const ISSUER = 'https://o.example/oauth2/default';

function jwt(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`;
}

function tokens(accessToken: string, idToken?: string) {
  return { accessToken, ...(idToken === undefined ? {} : { idToken }), expiresAt: 0, scopes: [] };
}

describe('the account of a session', () => {
  const label = (accessToken: string, idToken?: string): string =>
    accountOf(ISSUER, 'Prod', tokens(accessToken, idToken), 'x').label;

  it('is labelled by login and server', () => {
    const access = jwt({ sub: 'ada@o.example' });
    assert.equal(label(access, jwt({ sub: '1', preferred_username: 'ada', email: 'e', name: 'n' })), 'ada (Prod)');
    assert.equal(label(access, jwt({ sub: '1', email: 'e@x', name: 'n' })), 'e@x (Prod)');
    assert.equal(label(access, jwt({ sub: '1', name: 'Ada' })), 'Ada (Prod)');
    assert.equal(label(access, jwt({ sub: '1' })), '1 (Prod)');
    assert.equal(label(access), 'ada@o.example (Prod)');
    assert.equal(label('opaque'), 'o.example (Prod)');
    assert.equal(label(jwt({ sub: 'a\u202eb\u0000' })), 'ab (Prod)');
  });

  it('is the same for the same subject and issuer, and for nobody else', () => {
    const id = (issuer: string, sub: string): string =>
      accountOf(issuer, 'Prod', tokens('opaque', jwt({ sub })), 'x').id;
    assert.equal(id(ISSUER, '1'), id(ISSUER, '1'));
    assert.notEqual(id(ISSUER, '1'), id(ISSUER, '2'));
    assert.notEqual(id(ISSUER, '1'), id('https://p.example', '1'));
  });

  it('must not change at a refresh', () => {
    assert.equal(subjectChanged(tokens('a', jwt({ sub: '1' })), tokens('b', jwt({ sub: '1' }))), false);
    assert.equal(subjectChanged(tokens('a', jwt({ sub: '1' })), tokens('b')), false);
    assert.equal(subjectChanged(tokens('a', jwt({ sub: '1' })), tokens('b', jwt({ sub: '2' }))), true);
  });

  it('must not change at a refresh that sends no ID token anew, where the access tokens name it', () => {
    const id = jwt({ sub: '1' });
    const at = (sub: string) => tokens(jwt({ sub }), id);
    assert.equal(subjectChanged(at('ada@o.example'), at('ada@o.example')), false);
    assert.equal(subjectChanged(at('ada@o.example'), at('eve@o.example')), true);
    // A login that was renamed: the ID token tells that it is the same person.
    assert.equal(
      subjectChanged(at('ada@o.example'), tokens(jwt({ sub: 'l@o.example' }), jwt({ sub: '1', n: 2 }))),
      false,
    );
  });

  it('must not change at a refresh without ID tokens either, where the access tokens name it', () => {
    assert.equal(subjectChanged(tokens(jwt({ sub: '1' })), tokens(jwt({ sub: '1' }))), false);
    assert.equal(subjectChanged(tokens(jwt({ sub: '1' })), tokens(jwt({ sub: '2' }))), true);
    assert.equal(subjectChanged(tokens(jwt({ sub: '1' })), tokens('opaque')), false);
    assert.equal(subjectChanged(tokens('opaque'), tokens('opaque')), false);
  });
});

describe('the tokens of an answer', () => {
  const answer = { access_token: 'new', token_type: 'bearer' as const };

  it('keep what the answer left out', () => {
    const before = { accessToken: 'old', refreshToken: 'r1', idToken: 'i1', expiresAt: 1, scopes: ['a'] };
    const kept = { accessToken: 'new', refreshToken: 'r1', idToken: 'i1', scopes: ['a'] };
    assert.deepEqual(tokenSetOf({ ...answer, expires_in: 60 }, before, 1000), { ...kept, expiresAt: 61_000 });
  });

  it('expire as the answer says, else as the token says, else in an hour', () => {
    assert.equal(tokenSetOf({ ...answer, expires_in: 5 }, { scopes: [] }, 0).expiresAt, 5000);
    assert.equal(tokenSetOf({ ...answer, access_token: jwt({ exp: 99 }) }, { scopes: [] }, 0).expiresAt, 99_000);
    assert.equal(tokenSetOf(answer, { scopes: [] }, 0).expiresAt, 3_600_000);
  });

  it('expire at an instant that can be stored, whatever the answer says', () => {
    for (const seconds of [1e12, 1e308]) {
      const { expiresAt } = tokenSetOf({ ...answer, expires_in: seconds }, { scopes: [] }, 0);
      assert.equal(JSON.parse(JSON.stringify(expiresAt)), 365 * 24 * 3_600_000);
    }
    const { expiresAt } = tokenSetOf({ ...answer, access_token: jwt({ exp: 1e308 }) }, { scopes: [] }, 0);
    assert.equal(expiresAt, 365 * 24 * 3_600_000);
  });

  it('have the scopes that were granted', () => {
    assert.deepEqual(tokenSetOf({ ...answer, scope: 'a  b' }, { scopes: ['c'] }, 0).scopes, ['a', 'b']);
  });

  it('are refreshed a minute before they expire, or a tenth of their life where that is less', () => {
    const at = (lifetime: number): number =>
      refreshTime({ tokens: { accessToken: 'a', expiresAt: 1000 + lifetime, scopes: [] }, obtainedAt: 1000 });
    assert.equal(at(3_600_000), 1000 + 3_540_000);
    assert.equal(at(60_000), 1000 + 54_000);
  });
});

describe('the claims of a token', () => {
  it('are none for what is no JWT', () => {
    for (const token of ['', 'opaque', 'a.b', 'a.b.c', 'a.b.c.d', `x.${Buffer.from('[]').toString('base64url')}.y`]) {
      assert.deepEqual(jwtClaims(token), {}, token);
    }
  });
});
