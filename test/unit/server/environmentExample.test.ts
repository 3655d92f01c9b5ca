import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { proxyVariables } from '../../../src/server/config/proxySettings.ts';
import { readConfig, unknownVariables } from '../../../src/server/config/readConfig.ts';

const EXAMPLE = path.join(import.meta.dirname, '../../../src/server/deploy/environment.example');

describe('the example of an environment', () => {
  const text = readFileSync(EXAMPLE, 'utf8');
  const pairsOf = (line: RegExp) =>
    Object.fromEntries([...text.matchAll(line)].map(([, name = '', value = '']) => [name, value]));

  it('has only variables that the server knows, those in comments too', () => {
    const names = pairsOf(/^#?([A-Z_]+)=(.*)$/gm);
    assert.ok(Object.keys(names).length > 5);
    assert.deepEqual(unknownVariables(names, Object.keys(proxyVariables.shape)), []);
    assert.ok('config' in readConfig({ ...names, OKTA_DOMAIN: 'acme.okta.com' }));
  });

  it('starts a server once the domain is a real one, and says so before', () => {
    const given = pairsOf(/^([A-Z_]+)=(.*)$/gm);
    const before = readConfig(given);
    assert.ok('problems' in before);
    assert.deepEqual(before.problems, ['OKTA_DOMAIN must name your own Okta: your-org.okta.com only stands for it']);
    assert.ok('config' in readConfig({ ...given, OKTA_DOMAIN: 'acme.okta.com' }));
  });
});
