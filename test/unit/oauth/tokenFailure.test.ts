import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import type { AppErrorCode } from '../../../src/core/errors.ts';
import { clientIsRefused, grantIsGone, tokenError, tokenFailure } from '../../../src/core/oauth/tokens/tokenFailure.ts';

/** As in a minified bundle, where the class has another name. */
function bodyError(status: number, error: string, description = ''): Error {
  const code = 'OAUTH_RESPONSE_BODY_ERROR';
  return Object.assign(new Error('body'), { name: 'b', code, status, error, error_description: description });
}

function wrapped(cause: Error): Error {
  return new Error('something went wrong', { cause });
}

describe('a failed token request', () => {
  const table: readonly [string, unknown, boolean, AppErrorCode][] = [
    ['400 invalid_grant', bodyError(400, 'invalid_grant'), true, 'token_request_failed'],
    ['429 invalid_grant', bodyError(429, 'invalid_grant'), false, 'token_endpoint_unreachable'],
    ['401 invalid_grant', bodyError(401, 'invalid_grant'), false, 'token_request_failed'],
    ['400 invalid_client', bodyError(400, 'invalid_client'), false, 'token_request_failed'],
    ['a time-out', wrapped(new AppError('server_timeout', { host: 'x' })), false, 'token_endpoint_unreachable'],
    ['no network', wrapped(new AppError('server_unreachable', { host: 'x' })), false, 'token_endpoint_unreachable'],
    ['a proxy', wrapped(new AppError('proxy_failed', { host: 'x', reason: 'login' })), false, 'proxy_failed'],
    [
      'a certificate',
      wrapped(new AppError('certificate_refused', { host: 'x', reason: 'invalid' })),
      false,
      'certificate_refused',
    ],
    ['an HTML answer', wrapped(new Error('unexpected content type')), false, 'token_endpoint_unreachable'],
    ['an abort', wrapped(new AppError('cancelled')), false, 'cancelled'],
    ['no error at all', 'text', false, 'token_endpoint_unreachable'],
  ];
  for (const [name, error, gone, code] of table) {
    it(`by ${name} ${gone ? 'says' : 'does not say'} that the grant is gone, and is ${code}`, () => {
      const failure = tokenFailure(error);
      assert.equal(grantIsGone(failure), gone);
      assert.equal(tokenError(failure, 'https://o.example').code, code);
    });
  }

  for (const name of ['429 invalid_grant', 'a time-out', 'no network', 'an HTML answer']) {
    it(`by ${name} while signing in is not told as a renewal that failed`, () => {
      const failure = tokenFailure(table.find(([other]) => other === name)?.[1]);
      assert.equal(tokenError(failure, 'https://o.example', 'sign_in_interrupted').code, 'sign_in_interrupted');
    });
  }

  it('says that the answer was lost only where none came', () => {
    assert.equal(tokenFailure(wrapped(new AppError('server_timeout', { host: 'x' }))).kind, 'lost');
    assert.equal(tokenFailure(wrapped(new Error('parse'))).kind, 'unusable');
  });

  it('keeps the description, free of control characters', () => {
    const error = tokenError(tokenFailure(bodyError(400, 'invalid_scope', 'No\u0007 such scope')), 'https://o.example');
    assert.deepEqual(error.args, { issuer: 'https://o.example', error: 'invalid_scope', description: 'No such scope' });
  });

  it('by a refusal of our own keeps its reason', () => {
    const own = new AppError('token_endpoint_foreign', { issuer: 'https://o.example', host: 'evil.example' });
    assert.equal(tokenError(tokenFailure(wrapped(own)), 'https://o.example'), own);
  });

  it('says that the client is refused by status 400 or 401 alone', () => {
    for (const [status, refused] of [
      [400, true],
      [401, true],
      [403, false],
      [429, false],
      [500, false],
    ] as const) {
      assert.equal(clientIsRefused(tokenFailure(bodyError(status, 'invalid_client'))), refused);
    }
    assert.equal(clientIsRefused(tokenFailure(bodyError(400, 'invalid_grant'))), false);
  });
});
