import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { seal, unseal } from '../../../src/core/oauth/sessions/sealed.ts';

describe('sealed text', () => {
  const key = randomBytes(32);

  it('opens with its key and context', () => {
    assert.equal(unseal(key, 'session\n3', seal(key, 'session\n3', 'tökens')), 'tökens');
  });

  it('does not open with another key, another context or other bytes', () => {
    const sealed = seal(key, 'session\n3', 'tokens');
    assert.equal(unseal(randomBytes(32), 'session\n3', sealed), undefined);
    assert.equal(unseal(key, 'session\n4', sealed), undefined);
    for (const at of [0, 12, 28]) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.equal(unseal(key, 'session\n3', changed), undefined);
    }
    assert.equal(unseal(key, 'session\n3', sealed.subarray(0, 20)), undefined);
    assert.equal(unseal(key, 'session\n3', Buffer.alloc(0)), undefined);
  });

  it('never looks the same twice', () => {
    assert.notDeepEqual(seal(key, 'x', 'tokens'), seal(key, 'x', 'tokens'));
  });
});
