import assert from 'node:assert/strict';
import { checkCode, decodeRelayState, encodeRelayState } from '../../../src/shared/relay.ts';

const STATE = { callback: 'code-oss://incident-desk.incident-desk/callback', nonce: 'n'.repeat(22) };

describe('the state of a sign-in by way of the relay', () => {
  it('comes back as it went', () => {
    assert.deepEqual(decodeRelayState(encodeRelayState(STATE)), STATE);
  });

  it('holds only characters that every issuer keeps', () => {
    assert.match(encodeRelayState({ ...STATE, callback: 'http://ü?&=#' }), /^[\w-]+$/);
  });

  for (const [name, state] of [
    ['a random text', 'c29tZXRoaW5n'],
    ['no base64url', '{"callback":"x"}'],
    ['no callback', Buffer.from(JSON.stringify({ nonce: STATE.nonce })).toString('base64url')],
    ['a guessable nonce', encodeRelayState({ ...STATE, nonce: '1' })],
    ['more than 8 KB', encodeRelayState({ ...STATE, callback: 'x'.repeat(9000) })],
    ['nothing', ''],
  ] as const) {
    it(`is not ${name}`, () => assert.equal(decodeRelayState(state), undefined));
  }

  it('has a check code of six characters that are not mistaken for each other', () => {
    const code = checkCode(encodeRelayState(STATE));
    assert.match(code, /^[0-9A-HJKMNP-TV-Z]{6}$/);
    assert.equal(checkCode(encodeRelayState(STATE)), code);
    assert.notEqual(checkCode(encodeRelayState({ ...STATE, nonce: 'm'.repeat(22) })), code);
  });
});
