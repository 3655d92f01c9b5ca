import assert from 'node:assert/strict';
import type { Memory } from '../../../../src/core/oauth/discovery/resourceRefusals.ts';
import { createIssuerMemory } from '../../../../src/vscode/auth/planning/issuerMemory.ts';
import { createPickedAccounts } from '../../../../src/vscode/auth/accounts/pickedAccounts.ts';

function memoryOf(values: Map<string, unknown>): Memory {
  return {
    get: (key) => values.get(key),
    update: (key, value) => Promise.resolve(void values.set(key, value)),
  };
}

const okta = 'https://example.okta.com/oauth2/default';

describe('What sign-ins remember', () => {
  it('is the issuer that each server was found to have, and the one that was chosen', async () => {
    const values = new Map<string, unknown>();
    const issuers = createIssuerMemory(memoryOf(values));
    await issuers.learn('a', okta);
    await issuers.learn('b', 'https://other.okta.com');
    await issuers.choose('a', okta);
    const later = createIssuerMemory(memoryOf(values));
    assert.deepEqual([...later.learned()].toSorted(), [
      ['a', okta],
      ['b', 'https://other.okta.com'],
    ]);
    assert.equal(later.chosen('a'), okta);
    assert.equal(later.chosen('b'), undefined);
  });

  it('is the account that was picked for each server', async () => {
    const values = new Map<string, unknown>();
    await createPickedAccounts(memoryOf(values)).pick('a', { id: '1', label: 'ada (A)' });
    await createPickedAccounts(memoryOf(values)).pick('b', { id: '2', label: 'grace (B)' });
    await createPickedAccounts(memoryOf(values)).pick('a', { id: '3', label: 'alan (A)' });
    const later = createPickedAccounts(memoryOf(values));
    assert.deepEqual(
      [later.get('a')?.label, later.get('b')?.label, later.get('c')],
      ['alan (A)', 'grace (B)', undefined],
    );
  });

  it('is nothing where something else is stored', () => {
    const values = new Map<string, unknown>([
      ['learnedIssuers', 'x'],
      ['chosenIssuers', [1]],
      ['pickedAccounts', { a: 'ada' }],
    ]);
    assert.equal(createIssuerMemory(memoryOf(values)).learned().size, 0);
    assert.equal(createIssuerMemory(memoryOf(values)).chosen('a'), undefined);
    assert.equal(createPickedAccounts(memoryOf(values)).get('a'), undefined);
  });
});
