import assert from 'node:assert/strict';
import { judgePaste, type AwaitedPaste, type JudgedPaste } from '../../../../src/vscode/auth/ways/pastedCallback.ts';

const issuer = 'https://example.okta.com/oauth2/default';
const redirectUri = 'http://127.0.0.1:33419/callback';
const good = `${redirectUri}?code=a%2Bb&state=state-of-this-one`;
const awaited: AwaitedPaste = {
  expected: { issuer, state: 'state-of-this-one', issuerAdvertisesIss: false, path: '/callback' },
  redirectUri,
  signInPage: new URL(`${issuer}/v1/authorize?client_id=0oa1`),
};

describe('A pasted address', () => {
  const accepted: [what: string, text: string][] = [
    ['as it was copied', good],
    ['between spaces', `  ${good}\n`],
    ['in quotes', `"${good}"`],
    ['in angle brackets', `<${good}>`],
    ['broken into lines', good.replace('&', '\r\n  &')],
    ['without its scheme, as some browsers show it', good.slice('http://'.length)],
  ];
  for (const [what, text] of accepted) {
    it(`is taken ${what}`, () => {
      const { callback } = judgePaste(text, awaited);
      assert.equal(callback?.searchParams.get('code'), 'a+b');
      assert.equal(callback.pathname, '/callback');
    });
  }

  it('is taken where it says that the issuer refused', () => {
    assert.ok(judgePaste(`${redirectUri}?error=access_denied&state=state-of-this-one`, awaited).callback);
  });

  const refused: [what: string, text: string, problem: JudgedPaste['problem']][] = [
    ['nothing', ' \n', 'empty'],
    ['a word', 'done', 'not_address'],
    ['an endless text', `${good}${'x'.repeat(9000)}`, 'not_address'],
    ['the sign-in page', `${issuer}/v1/authorize?client_id=0oa1&state=state-of-this-one`, 'sign_in_page'],
    ['some other page', 'https://www.example.com/?code=a&state=state-of-this-one', 'other_page'],
    ['another port of this machine', good.replace('33419', '33420'), 'other_page'],
    ['an address without its parameters', redirectUri, 'cut_off'],
    ['an address that lacks its end', good.slice(0, -5), 'cut_off'],
    ['an address of another sign-in', good.replace('this', 'that'), 'other_sign_in'],
    ["another issuer's path", good.replace('/callback', '/callback/01234567'), { reason: 'path' }],
    ['an answer of another issuer', `${good}&iss=https%3A%2F%2Fevil.example`, { reason: 'iss_mismatch' }],
    ['an answer with two codes', `${good}&code=other`, { reason: 'repeated_parameter' }],
  ];
  for (const [what, text, problem] of refused) {
    it(`is not ${what}`, () => assert.deepEqual(judgePaste(text, awaited), { problem }));
  }

  it('names its issuer where the issuer says that it does', () => {
    const expected = { ...awaited.expected, issuerAdvertisesIss: true };
    assert.deepEqual(judgePaste(good, { ...awaited, expected }), { problem: { reason: 'iss_missing' } });
    assert.ok(judgePaste(`${good}&iss=${encodeURIComponent(issuer)}`, { ...awaited, expected }).callback);
  });
});
