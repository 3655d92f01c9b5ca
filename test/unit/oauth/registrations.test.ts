import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { mayHaveLostClient } from '../../../src/core/oauth/clients/registrations.ts';

describe('An issuer', () => {
  const table: readonly [string, unknown, boolean][] = [
    ['that does not know the client', new AppError('token_request_failed', { error: 'invalid_client' }), true],
    ['that says so to the browser', new AppError('authorization_denied', { error: 'unauthorized_client' }), true],
    ['that registered it for fewer scopes', new AppError('authorization_denied', { error: 'invalid_scope' }), true],
    ['whose page led nowhere until the wait ended', new AppError('authorization_expired'), true],
    ['whose page led nowhere until the person gave up', new AppError('cancelled'), true],
    ['that refuses the person', new AppError('authorization_denied', { error: 'access_denied' }), false],
    ['that refuses the code', new AppError('token_request_failed', { error: 'invalid_grant' }), false],
    ['that cannot be reached', new AppError('issuer_unreachable'), false],
    ['that is not at fault', new TypeError('x'), false],
  ];
  for (const [name, error, lost] of table) {
    it(`${name} ${lost ? 'may have' : 'has not'} lost its registrations`, () =>
      assert.equal(mayHaveLostClient(error), lost));
  }
});
