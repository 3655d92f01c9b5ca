import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { Effects } from '../../../src/core/effects.ts';
import type { StoredSession } from '../../../src/core/oauth/sessions/storedSession.ts';
import type { AssertionRenewal } from '../../../src/core/oauth/tokens/renewByAssertion.ts';
import { tokenFailure } from '../../../src/core/oauth/tokens/tokenFailure.ts';
import { requestRenewal } from '../../../src/core/oauth/tokens/tokenRequests.ts';

const PROVIDER = 'https://company.okta.example';
const ISSUER = 'https://issuer.example';
const NOW = 1_800_000_000_000;
const AN_HOUR_ON = NOW / 1000 + 3600;

function jwt(header: object, claims: object): string {
  return [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') + '.AAAA';
}

const assertion = jwt({ typ: 'oauth-id-jag+jwt' }, { iss: PROVIDER, aud: ISSUER, client_id: 'there', exp: AN_HOUR_ON });
const assertionAnswer = {
  access_token: assertion,
  token_type: 'N_A',
  issued_token_type: 'urn:ietf:params:oauth:token-type:id-jag',
};
const holder: Pick<StoredSession, 'session' | 'endpoints'> = {
  session: {
    id: 's',
    serverId: '0123456789abcdef',
    issuer: ISSUER,
    clientId: 'there',
    account: { id: 'a', label: 'ada' },
    scopes: [],
  },
  endpoints: { issuer: ISSUER, token_endpoint: `${ISSUER}/token` },
};
const renewal: AssertionRenewal = {
  kind: 'assertion',
  endpoints: { issuer: PROVIDER, token_endpoint: `${PROVIDER}/token` },
  clientId: 'here',
};
const generation = {
  number: 0,
  tokens: {
    accessToken: 'old',
    expiresAt: NOW,
    scopes: [],
    idToken: jwt({ alg: 'none' }, { exp: AN_HOUR_ON }),
    refreshToken: 'refresh',
  },
  obtainedAt: NOW,
};

/** Issuers that let a request wait until the test answers it, or its sender gives it up. */
function slowIssuers() {
  const requests = Array.from({ length: 4 }, () => Promise.withResolvers<(body: object) => void>());
  let count = 0;
  const ignore = (): void => undefined;
  const effects: Effects = {
    now: () => NOW,
    log: { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore },
    fetch: (_url, init) => {
      const { promise, resolve, reject } = Promise.withResolvers<Response>();
      init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      requests[count++]?.resolve((body) => resolve(Response.json(body)));
      return promise;
    },
  };
  return { effects, request: async (index: number) => (await requests[index]?.promise) ?? assert.fail() };
}

describe('A renewal', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('has ten seconds for each of its two tries, however many requests one is made of', async () => {
    const { effects, request } = slowIssuers();
    const ended = requestRenewal({ ...holder, renewal }, generation, effects).then(
      () => 'renewed',
      (error: unknown) => tokenFailure(error).kind,
    );
    for (const first of [0, 2]) {
      const answer = await request(first);
      mock.timers.tick(6_000);
      answer(assertionAnswer);
      await request(first + 1);
      mock.timers.tick(4_000);
    }
    assert.equal(await ended, 'lost');
  });
});
