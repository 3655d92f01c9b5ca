import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { accountStatus } from '../../../src/vscode/accountStatus.ts';

describe('The status of all accounts', () => {
  it('is a problem of the settings before anything else', () => {
    const error = new AppError('invalid_settings');
    assert.deepEqual(accountStatus(error, []), { kind: 'problem', error });
  });

  it('is hidden without servers', () => {
    assert.deepEqual(accountStatus(undefined, []), { kind: 'hidden' });
  });

  it('is signed out where nobody is signed in to any server', () => {
    assert.deepEqual(accountStatus(undefined, [undefined, undefined]), { kind: 'signedOut' });
  });

  it('names who is signed in', () => {
    const accounts = ['ada (Production)'];
    assert.deepEqual(accountStatus(undefined, [undefined, 'ada (Production)']), { kind: 'signedIn', accounts });
  });
});
