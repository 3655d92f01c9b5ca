import assert from 'node:assert/strict';
import { AppError, isAppError } from '../../../../src/core/errors.ts';
import { failureOfCall } from '../../../../src/vscode/tools/failureOfCall.ts';

const WRITES = { title: 'Create Incident', readOnly: false };
const READS = { title: 'List Incidents', readOnly: true };

describe('The failure of a tool call', () => {
  it('says that a tool that writes may have done its work when the answer was lost', () => {
    const lost = new AppError('server_timeout', { host: 'a.example' });
    const failure = failureOfCall(lost, WRITES, 'Prod');
    assert.ok(isAppError(failure, 'answer_lost'));
    assert.deepEqual(failure.args, { tool: 'Create Incident', server: 'Prod' });
    assert.equal(failure.cause, lost);
  });

  it('stays what it is for a tool that only reads, and where the server answered', () => {
    const lost = new AppError('server_timeout', { host: 'a.example' });
    const refused = new AppError('request_failed', { what: 'tools/call', message: 'No title.' });
    assert.equal(failureOfCall(lost, READS, 'Prod'), lost);
    assert.equal(failureOfCall(refused, WRITES, 'Prod'), refused);
  });
});
