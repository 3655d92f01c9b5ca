import assert from 'node:assert/strict';
import { AppError, isAppError } from '../../../../src/core/errors.ts';
import type { SignInPlan } from '../../../../src/core/oauth/signIn/planSignIn.ts';
import type { SignedIn } from '../../../../src/core/oauth/signIn/signedIn.ts';
import type { Way } from '../../../../src/core/oauth/signIn/waysToSignIn.ts';
import { takeWays } from '../../../../src/vscode/auth/takeWays.ts';
import type { Waiting } from '../../../../src/vscode/auth/ways/signInWay.ts';

const issuer = 'https://example.okta.com/oauth2/default';
const plan: SignInPlan = {
  server: { name: 'Prod', url: 'https://incidents.example.com/mcp', resource: 'auto', signIn: 'auto' },
  serverId: '0123456789abcdef',
  issuer,
  client: { clientId: '0oa1', authentication: { method: 'none' } },
  clientOrigin: 'configured',
  callbackPath: '/callback',
  scopes: [],
  metadata: { issuer, authorization_endpoint: `${issuer}/v1/authorize`, token_endpoint: `${issuer}/v1/token` },
};

function signedInBy(way: Way): SignedIn {
  return {
    session: {
      id: way,
      serverId: plan.serverId,
      issuer,
      clientId: '0oa1',
      account: { id: 'a', label: 'ada' },
      scopes: [],
    },
    tokens: { accessToken: 'token', expiresAt: 0, scopes: [] },
    serverName: 'Prod',
    endpoints: { issuer, token_endpoint: `${issuer}/v1/token` },
  };
}

/** One way under way: what it was given, and its end in the hand of the test. */
interface Running {
  readonly way: Way;
  readonly waiting: Waiting;
  finish(): void;
  fail(error: unknown): void;
}

/** Ways that do nothing by themselves, and a notification whose links can be clicked by their titles. */
function desk(ways: readonly [Way, ...Way[]]) {
  const running: Running[] = [];
  const shown: string[] = [];
  const links = new Map<string, () => unknown>();
  const stop = new AbortController();
  const signedIn = takeWays(plan, {
    ways,
    first: ways[0],
    wayOf: (way) => (_plan, waiting) => {
      const { promise, resolve, reject } = Promise.withResolvers<SignedIn>();
      running.push({ way, waiting, finish: () => resolve(signedInBy(way)), fail: reject });
      return promise;
    },
    titleOf: (way) => way,
    notification: {
      signal: stop.signal,
      link: (title, act) => {
        links.set(title, act);
        return { markdown: title, dispose: () => links.get(title) === act && links.delete(title) };
      },
      show: (message, otherWays) => shown.push([message, ...otherWays].join(' | ')),
    },
    failureWords: (error) => (isAppError(error, 'loopback_busy') ? 'All ports are busy.' : undefined),
  });
  signedIn.catch(() => undefined);
  const at = (index: number): Running => {
    const found = running[index];
    assert.ok(found);
    return found;
  };
  const click = async (title: string): Promise<void> => {
    links.get(title)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { running, shown, links, stop, signedIn, at, click };
}

describe('The ways to sign in', () => {
  it('begin with the first, and offer the others with all that it says', async () => {
    const { shown, at, signedIn, links, running } = desk(['uri', 'loopback', 'paste']);
    at(0).waiting.say('Finish in your browser.');
    assert.deepEqual(shown, ['Finish in your browser. | loopback | paste']);
    at(0).finish();
    assert.equal((await signedIn).session.id, 'uri');
    assert.equal(running.length, 1);
    assert.equal(links.size, 0, 'a link outlived the sign-in');
  });

  it('end when another one is chosen, and say nothing any more', async () => {
    const { shown, at, signedIn, click } = desk(['uri', 'paste']);
    await click('paste');
    assert.equal(at(0).waiting.signal.aborted, true);
    at(0).waiting.say('too late');
    at(0).fail(new AppError('cancelled'));
    at(1).waiting.say('Paste it.');
    assert.deepEqual(shown, ['Paste it. | uri']);
    await click('uri');
    assert.equal(at(1).waiting.signal.aborted, true);
    at(2).finish();
    assert.equal((await signedIn).session.id, 'uri');
  });

  it('take no sign-in of a way that was left', async () => {
    const { at, signedIn, click } = desk(['uri', 'paste']);
    await click('paste');
    at(0).finish();
    at(1).finish();
    assert.equal((await signedIn).session.id, 'paste');
  });

  it('say why one cannot work here, and leave the others', async () => {
    const { shown, at, signedIn, click } = desk(['loopback', 'paste']);
    at(0).fail(new AppError('loopback_busy', { ports: '1' }));
    await click('nothing');
    assert.deepEqual(shown, ['All ports are busy. | paste']);
    await click('paste');
    at(1).finish();
    assert.equal((await signedIn).session.id, 'paste');
  });

  it('fail with the only one, and with a failure that no other way would spare', async () => {
    const only = desk(['loopback']);
    only.at(0).fail(new AppError('loopback_busy', { ports: '1' }));
    await assert.rejects(only.signedIn, (error) => isAppError(error, 'loopback_busy'));
    const denied = desk(['uri', 'paste']);
    denied.at(0).fail(new AppError('authorization_denied', { issuer, error: 'access_denied' }));
    await assert.rejects(denied.signedIn, (error) => isAppError(error, 'authorization_denied'));
  });

  it('end with a cancellation, also where one of them has failed', async () => {
    const { at, signedIn, click, stop, links } = desk(['loopback', 'paste']);
    at(0).fail(new AppError('loopback_busy', { ports: '1' }));
    await click('nothing');
    stop.abort(new AppError('cancelled'));
    await assert.rejects(signedIn, (error) => isAppError(error, 'cancelled'));
    assert.equal(links.size, 0);
  });
});
