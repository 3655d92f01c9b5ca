import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import type { AppErrorCode } from '../../../src/core/errors.ts';
import type { ServerEntry } from '../../../src/core/serverEntry.ts';
import { unaskedWay } from '../../../src/core/oauth/signIn/unaskedWay.ts';
import { waysToSignIn } from '../../../src/core/oauth/signIn/waysToSignIn.ts';
import type { IssuerOffer, SignInPlace, Way } from '../../../src/core/oauth/signIn/waysToSignIn.ts';

const desktop: SignInPlace = { uiKind: 'desktop', onPersonsMachine: true, takesUris: true };
const noScheme: SignInPlace = { ...desktop, takesUris: false };
const remoteHost: SignInPlace = { ...desktop, onPersonsMachine: false };
const remoteNoScheme: SignInPlace = { ...remoteHost, takesUris: false };
const web: SignInPlace = { uiKind: 'web', onPersonsMachine: false, takesUris: true };
const webAtHome: SignInPlace = { ...web, onPersonsMachine: true };

const relay = 'https://incidents.example.com/oauth/relay';
const auto = { signIn: 'auto' } as const;
const autoRelay = { signIn: 'auto', relay } as const;

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const issuer = 'https://i.example';
const codeOnly: IssuerOffer = { issuer, authorization_endpoint: `${issuer}/authorize` };
const full: IssuerOffer = { ...codeOnly, device_authorization_endpoint: `${issuer}/device` };
const deviceOnly: IssuerOffer = { issuer, device_authorization_endpoint: `${issuer}/device` };
const tokensOnly: IssuerOffer = { issuer };
const listed: IssuerOffer = { ...full, grant_types_supported: ['authorization_code', DEVICE_GRANT] };
const deviceUnlisted: IssuerOffer = { ...full, grant_types_supported: ['authorization_code', 'refresh_token'] };
const codeUnlisted: IssuerOffer = { ...full, grant_types_supported: [DEVICE_GRANT] };

type Settings = Pick<ServerEntry, 'signIn' | 'relay'>;
/** What is expected: the ways, the first of which begins unasked; `ask` before them where the person chooses first. */
type Row = [what: string, Settings, SignInPlace, IssuerOffer, expected: readonly (Way | 'ask')[] | AppErrorCode];

const ROWS: readonly Row[] = [
  ['on the desktop', auto, desktop, full, ['uri', 'loopback', 'device', 'paste']],
  ['on the desktop, a relay set', autoRelay, desktop, full, ['uri', 'loopback', 'device', 'paste']],
  ['on the desktop, no device codes', auto, desktop, codeOnly, ['uri', 'loopback', 'paste']],
  ['on the desktop, device codes alone', auto, desktop, deviceOnly, ['ask', 'device']],
  ['on the desktop, nothing to sign in with', auto, desktop, tokensOnly, 'no_way_to_sign_in'],
  ['on the desktop, every grant listed', auto, desktop, listed, ['uri', 'loopback', 'device', 'paste']],
  ['on the desktop, device codes not listed', auto, desktop, deviceUnlisted, ['uri', 'loopback', 'paste']],
  ['on the desktop, codes not listed', auto, desktop, codeUnlisted, ['ask', 'device']],
  ['on the desktop, no list of schemes has the editor', auto, noScheme, full, ['loopback', 'device', 'paste']],
  ['on the desktop, in a remote host', auto, remoteHost, full, ['uri', 'device', 'paste']],
  ['on the desktop, in a remote host, a relay set', autoRelay, remoteHost, full, ['uri', 'device', 'paste']],
  ['on the desktop, in a remote host, no scheme', auto, remoteNoScheme, full, ['ask', 'device', 'paste']],
  ['on the desktop, in a remote host, no scheme, codes alone', auto, remoteNoScheme, codeOnly, ['paste']],
  ['in a browser', auto, web, full, ['ask', 'device', 'paste']],
  ['in a browser, a relay set', autoRelay, web, full, ['relay', 'device', 'paste']],
  ['in a browser, no device codes', auto, web, codeOnly, ['paste']],
  ['in a browser, a relay set, no device codes', autoRelay, web, codeOnly, ['relay', 'paste']],
  ['in a browser, device codes alone', autoRelay, web, deviceOnly, ['ask', 'device']],
  ['in a browser, nothing to sign in with', autoRelay, web, tokensOnly, 'no_way_to_sign_in'],
  ['in a browser, served by the own computer', auto, webAtHome, full, ['ask', 'device', 'paste']],

  ['uri, on the desktop', { signIn: 'uri' }, desktop, full, ['uri']],
  ['uri, on the desktop, no scheme', { signIn: 'uri' }, noScheme, full, ['uri']],
  ['uri, on the desktop, no code grant', { signIn: 'uri' }, desktop, deviceOnly, 'no_way_to_sign_in'],
  ['uri, in a remote host', { signIn: 'uri' }, remoteHost, full, ['uri']],
  ['uri, in a browser', { signIn: 'uri', relay }, web, full, ['relay']],
  ['uri, in a browser without a relay', { signIn: 'uri' }, web, full, 'relay_required'],
  ['loopback, on the desktop', { signIn: 'loopback' }, desktop, full, ['loopback']],
  ['loopback, in a remote host', { signIn: 'loopback' }, remoteHost, full, ['loopback']],
  ['loopback, in a browser', { signIn: 'loopback', relay }, web, full, ['loopback']],
  ['loopback, no code grant', { signIn: 'loopback' }, desktop, tokensOnly, 'no_way_to_sign_in'],
  ['device, on the desktop', { signIn: 'device' }, desktop, full, ['device']],
  ['device, in a browser', { signIn: 'device', relay }, web, full, ['device']],
  ['device, not offered', { signIn: 'device' }, desktop, codeOnly, 'device_not_offered'],
  ['device, not listed', { signIn: 'device' }, desktop, deviceUnlisted, 'device_not_offered'],
  ['clientCredentials', { signIn: 'clientCredentials' }, desktop, tokensOnly, ['clientCredentials']],
  ['clientCredentials, in a browser', { signIn: 'clientCredentials', relay }, web, full, ['clientCredentials']],
];

describe('The ways to sign in', () => {
  for (const [what, settings, place, offer, expected] of ROWS) {
    it(`${settings.signIn === 'auto' ? 'offered ' : 'forced: '}${what}`, () => {
      if (typeof expected === 'string') {
        assert.throws(
          () => waysToSignIn(settings, place, offer),
          (error) => isAppError(error, expected),
        );
        return;
      }
      const ways = waysToSignIn(settings, place, offer);
      const asks = unaskedWay(ways, settings.signIn) === undefined;
      assert.deepEqual(asks ? ['ask', ...ways] : ways, expected);
    });
  }

  it('end in one that needs nothing to come back, wherever a browser can be used', () => {
    for (const uiKind of ['desktop', 'web'] as const)
      for (const onPersonsMachine of [true, false])
        for (const takesUris of [true, false])
          assert.equal(waysToSignIn(auto, { uiKind, onPersonsMachine, takesUris }, codeOnly).at(-1), 'paste');
  });
});
