import assert from 'node:assert/strict';
import { isAppError } from '../../../../src/core/errors.ts';
import { parseServers } from '../../../../src/vscode/settings/parseServers.ts';

const good = { name: 'Production', url: 'https://incidents.example.com/mcp' };

function refusal(value: unknown): Readonly<Record<string, string>> {
  try {
    parseServers(value);
  } catch (error) {
    if (isAppError(error, 'invalid_settings')) return error.args;
    throw error;
  }
  return assert.fail('The setting was accepted.');
}

describe('The setting incidentDesk.servers', () => {
  it('is an empty list where nothing is set', () => {
    assert.deepEqual(parseServers(undefined), []);
    assert.deepEqual(parseServers([]), []);
  });

  it('gives entries with a canonical address and the resource parameter left to the client', () => {
    assert.deepEqual(parseServers([{ name: ' Production ', url: ' HTTPS://Incidents.Example.com:443/ ' }]), [
      { name: 'Production', url: 'https://incidents.example.com', resource: 'auto', signIn: 'auto' },
    ]);
  });

  it('keeps every field that is given', () => {
    const entry = {
      ...good,
      issuer: 'https://example.okta.com/oauth2/default',
      clientId: '0oa1',
      scopes: ['openid', 'incidents:read'],
      signIn: 'device',
      resource: 'omit',
      identityProvider: { issuer: 'https://example.okta.com', clientId: '0oa2' },
      relay: 'http://127.0.0.1:3000/oauth/relay',
    };
    assert.deepEqual(parseServers([entry]), [entry]);
  });

  const wrong: [what: string, value: unknown, field: string, problem: string][] = [
    ['a text instead of the list', 'https://incidents.example.com', '', 'not_list'],
    ['a text instead of an entry', ['https://incidents.example.com'], '[0]', 'not_object'],
    ['an entry without a name', [{ url: good.url }], '[0].name', 'missing'],
    ['a number as name', [{ ...good, name: 7 }], '[0].name', 'not_text'],
    ['a blank name', [{ ...good, name: ' ' }], '[0].name', 'empty'],
    ['an address that is none', [good, { name: 'B', url: 'incidents' }], '[1].url', 'not_http'],
    ['a script as address', [{ ...good, url: 'javascript:alert(1)' }], '[0].url', 'not_http'],
    ['a command as address', [{ ...good, url: 'command:workbench.action.quit' }], '[0].url', 'not_http'],
    ['http to another machine', [{ ...good, url: 'http://incidents.example.com/mcp' }], '[0].url', 'not_https'],
    [
      'http to a host that only looks local',
      [{ ...good, url: 'http://127.0.0.1.evil.example' }],
      '[0].url',
      'not_https',
    ],
    [
      'a password in the address',
      [{ ...good, url: 'https://me:pw@incidents.example.com' }],
      '[0].url',
      'has_credentials',
    ],
    ['a fragment in the address', [{ ...good, url: 'https://incidents.example.com/#' }], '[0].url', 'has_fragment'],
    ['a query in the issuer', [{ ...good, issuer: 'https://example.okta.com/?a=b' }], '[0].issuer', 'has_query'],
    ['a query in the relay', [{ ...good, relay: 'https://incidents.example.com/?' }], '[0].relay', 'has_query'],
    ['null as client id', [{ ...good, clientId: null }], '[0].clientId', 'not_text'],
    ['one text as scopes', [{ ...good, scopes: 'openid profile' }], '[0].scopes', 'not_list'],
    ['two scopes in one text', [{ ...good, scopes: ['openid', 'a b'] }], '[0].scopes[1]', 'not_scope'],
    ['half an identity provider', [{ ...good, identityProvider: 'Okta' }], '[0].identityProvider', 'not_provider'],
    ['a name used twice', [good, { name: 'PRODUCTION', url: 'https://b.example' }], '[1].name', 'name_twice'],
    ['a server given twice', [good, { ...good, name: 'Again' }], '[1].url', 'server_twice'],
  ];
  for (const [what, value, field, problem] of wrong) {
    it(`refuses ${what}, naming the field`, () => {
      assert.deepEqual(refusal(value), { field: `incidentDesk.servers${field}`, problem });
    });
  }

  const choices: [field: string, choices: string][] = [
    ['signIn', '"auto", "uri", "loopback", "device", "clientCredentials"'],
    ['resource', '"auto", "send", "omit"'],
  ];
  for (const [field, known] of choices) {
    it(`names the choices of ${field} where an unknown one is given`, () => {
      const wrong = { field: `incidentDesk.servers[0].${field}`, problem: 'not_choice', choices: known };
      assert.deepEqual(refusal([{ ...good, [field]: 'never' }]), wrong);
    });
  }

  it('takes http on this machine only', () => {
    for (const url of ['http://127.0.0.1:8080/mcp', 'http://localhost:8080/mcp', 'http://[::1]:8080/mcp']) {
      assert.equal(parseServers([{ ...good, url }])[0]?.url, url);
    }
  });
});
