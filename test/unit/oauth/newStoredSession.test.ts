import assert from 'node:assert/strict';
import { newStoredSession } from '../../../src/core/oauth/sessions/newStoredSession.ts';
import type { Session } from '../../../src/core/oauth/sessions/session.ts';
import { parseStoredSession } from '../../../src/core/oauth/sessions/storedSession.ts';

const ISSUER = 'https://example.okta.com/oauth2/default';

function session(id: string, account: Session['account']): Session {
  return { id, serverId: '0123456789abcdef', issuer: ISSUER, clientId: '0oa', account, scopes: ['openid'] };
}

function stored(account: Session['account'], others: readonly Session[]) {
  const signedIn = {
    session: session('sixteen-letters-', account),
    tokens: { accessToken: 'a', expiresAt: 2, scopes: ['openid'] },
    serverName: 'Production',
    endpoints: { issuer: ISSUER, token_endpoint: `${ISSUER}/v1/token` },
  };
  return newStoredSession(signedIn, others, 1);
}

describe('A new session', () => {
  const ada = { id: 'ada0000', label: 'ada (Production)' };

  it('can be read again', () => {
    const made = stored(ada, []);
    assert.deepEqual(parseStoredSession(JSON.stringify(made)), made);
    assert.deepEqual(made.session.account, ada);
  });

  it('keeps the label of its own account', () => {
    assert.deepEqual(stored(ada, [session('other', ada)]).session.account, ada);
  });

  it('has a label that no other account has', () => {
    const namesake = { id: 'b0b1', label: ada.label };
    assert.deepEqual(stored(namesake, [session('other', ada)]).session.account, {
      id: 'b0b1',
      label: 'ada (Production) · b0b1',
    });
  });
});
