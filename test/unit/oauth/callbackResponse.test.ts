import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import { checkCallback } from '../../../src/core/oauth/callbacks/callbackResponse.ts';

const ISSUER = 'https://o.example/oauth2/default';
const EXPECTED = { issuer: ISSUER, state: 'st4te', issuerAdvertisesIss: false, path: '/callback' };

function callback(query: string): URL {
  return new URL(`vscode://incident-desk.incident-desk/callback?${query}`);
}

describe('a callback', () => {
  it('gives the parameters to redeem and no others', () => {
    const url = callback(`code=c&state=st4te&iss=${encodeURIComponent(ISSUER)}&vscode-reqid=7&redirect_uri=x`);
    assert.equal(String(checkCallback(url, EXPECTED)), `code=c&state=st4te&iss=${encodeURIComponent(ISSUER)}`);
  });

  const invalid: readonly [string, string, string, object?][] = [
    ['without state', 'code=c', 'state'],
    ['with a wrong state', 'code=c&state=other', 'state'],
    ['with two states', 'code=c&state=st4te&state=st4te', 'repeated_parameter'],
    ['with two codes', 'code=c&code=d&state=st4te', 'repeated_parameter'],
    ['with neither code nor error', 'state=st4te', 'code_missing'],
    ['with an empty code', 'code=&state=st4te', 'code_missing'],
    ['of another issuer', 'code=c&state=st4te&iss=https://evil.example', 'iss_mismatch'],
    ['of an issuer that differs by a slash', `code=c&state=st4te&iss=${ISSUER}/`, 'iss_mismatch'],
    ['without the iss that is advertised', 'code=c&state=st4te', 'iss_missing', { issuerAdvertisesIss: true }],
    ['on another path', 'code=c&state=st4te', 'path', { path: '/callback/12345678' }],
    ['of more than 8 KB', `code=${'c'.repeat(9000)}&state=st4te`, 'too_long'],
  ];
  for (const [name, query, reason, changed] of invalid) {
    it(`${name} is invalid`, () =>
      assert.throws(
        () => checkCallback(callback(query), { ...EXPECTED, ...changed }),
        (error) => isAppError(error, 'callback_invalid') && error.args['reason'] === reason,
      ));
  }

  it('shows nothing of an error that another issuer sent', () => {
    const url = callback('error=access_denied&error_description=Call+0900&state=st4te&iss=https://evil.example');
    assert.throws(
      () => checkCallback(url, EXPECTED),
      (error) => isAppError(error, 'callback_invalid') && !JSON.stringify(error.args).includes('0900'),
    );
  });

  it('gives an error with its description, free of control characters', () => {
    const description = encodeURIComponent(`Policy\u0000 evaluation\r\n\u202efailed ${'x'.repeat(1000)}`);
    const url = callback(`error=access_denied&error_description=${description}&state=st4te`);
    assert.throws(
      () => checkCallback(url, EXPECTED),
      (error) =>
        isAppError(error, 'authorization_denied') &&
        error.args['error'] === 'access_denied' &&
        error.args['issuer'] === ISSUER &&
        error.args['description']?.startsWith('Policy evaluation failed xxx') === true &&
        error.args['description'].length === 500,
    );
  });
});
