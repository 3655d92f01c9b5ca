import assert from 'node:assert/strict';
import { isAppError } from '../../../../src/core/errors.ts';
import { serverEntry } from '../../../../src/core/serverEntry.ts';
import type { NewServerEntry } from '../../../../src/core/serverEntry.ts';
import { EDITOR_SCHEMES } from '../../../../src/shared/names.ts';
import { formatServerLink, parseServerLink, serverLinkQuery } from '../../../../src/vscode/servers/serverLink.ts';

const BASIC = 'name=Prod&url=https://incidents.example.com/mcp';

/** The query as a URI handler gets it: VS Code decodes it once. */
function received(link: string): string {
  const query = serverLinkQuery(link);
  assert.ok(query !== undefined, link);
  return query;
}

function refusal(query: string): unknown {
  try {
    parseServerLink(query);
  } catch (error) {
    assert.ok(isAppError(error, 'server_link_invalid'));
    return [error.args['field'], error.args['problem']];
  }
  return assert.fail('The link was accepted.');
}

describe('An add-server link', () => {
  const entries: NewServerEntry[] = [
    { name: 'Prod', url: 'https://incidents.example.com/mcp' },
    {
      name: 'Ops & SRE + 100% = 雪',
      url: 'https://incidents.example.com/mcp?team=a%26b&x=1+2',
      issuer: 'https://example.okta.com/oauth2/default',
      clientId: '0oa4=%26&x',
      scopes: ['incidents:read', 'a+b', '%26'],
      signIn: 'device',
      resource: 'omit',
      relay: 'https://incidents.example.com/oauth/relay',
      identityProvider: { issuer: 'https://example.okta.com', clientId: '0oa2' },
    },
  ];
  for (const entry of entries) {
    it(`brings all of "${entry.name}" to another editor`, () => {
      const link = formatServerLink(serverEntry(entry), 'vscode');
      assert.match(link, /^vscode:\/\/incident-desk\.incident-desk\/add-server\?name=/);
      assert.deepEqual(parseServerLink(received(link)), entry);
    });
  }

  it('may be written by hand or by a form', () => {
    const byHand = 'vscode://incident-desk.incident-desk/add-server?name=My%20Server&url=https%3A%2F%2Fa.example%2Fmcp';
    const parameters = new URLSearchParams({ name: 'My Server', url: 'https://a.example/mcp', scopes: 'a b' });
    const byForm = `code-oss://incident-desk.incident-desk/add-server?${parameters}`;
    assert.deepEqual(parseServerLink(received(byHand)), { name: 'My Server', url: 'https://a.example/mcp' });
    assert.deepEqual(parseServerLink(received(byForm)).scopes, ['a', 'b']);
  });

  for (const scheme of EDITOR_SCHEMES) {
    it(`may be pasted though it was copied for ${scheme}`, () => {
      const entry = { name: 'Prod', url: 'https://incidents.example.com/mcp' };
      assert.deepEqual(parseServerLink(received(formatServerLink(serverEntry(entry), scheme))), entry);
    });
  }

  it('may have what editors add on its way', () => {
    assert.deepEqual(parseServerLink(`windowId=1&${BASIC}&vscode-reqid=3`), parseServerLink(BASIC));
  });

  it('is told from other addresses', () => {
    for (const text of [
      'https://incident-desk.incident-desk/add-server?name=a',
      'javascript://incident-desk.incident-desk/add-server?name=a',
      'vscode://other.extension/add-server?name=a',
      'vscode://incident-desk.incident-desk/callback?name=a',
      'vscode://incident-desk.incident-desk/add-server/?name=a',
      `vscode://incident-desk.incident-desk/add-server?name=${'a'.repeat(100_000)}`,
      'incidents',
    ]) {
      assert.equal(serverLinkQuery(text), undefined, text.slice(0, 80));
    }
  });

  const hostile: [what: string, query: string, field: string, problem: string][] = [
    ['nothing', '', 'name', 'missing'],
    ['no address', 'name=Prod', 'url', 'missing'],
    ['a script as address', 'name=Prod&url=javascript:alert(1)', 'url', 'not_http'],
    ['a command as issuer', `${BASIC}&issuer=command:workbench.action.quit`, 'issuer', 'not_http'],
    ['a file as relay', `${BASIC}&relay=file:///etc/passwd`, 'relay', 'not_http'],
    ['http off this machine', 'name=Prod&url=http://incidents.example.com/mcp', 'url', 'not_https'],
    ['an http relay off this machine', `${BASIC}&relay=http://relay.example/oauth/relay`, 'relay', 'not_https'],
    ['user information', 'name=Prod&url=https://okta.com@evil.example/mcp', 'url', 'has_credentials'],
    ['a fragment', 'name=Prod&url=https://a.example/mcp%23x', 'url', 'has_fragment'],
    ['a query in the relay', `${BASIC}&relay=https://a.example/relay?to=b`, 'relay', 'has_query'],
    ['a name that runs backwards', 'name=Prod%E2%80%AEmoc.atko&url=https://a.example', 'name', 'not_plain'],
    ['a name on two lines', 'name=Prod%0ASign in at: okta.com&url=https://a.example', 'name', 'not_plain'],
    ['a name without end', `name=${'a'.repeat(100)}&url=https://a.example`, 'name', 'too_long'],
    ['letters of another script in an address', `${BASIC}&issuer=https://ехample.okta.com`, 'issuer', 'not_plain'],
    ['an invisible character in a client ID', `${BASIC}&clientId=0oa%E2%80%8B1`, 'clientId', 'not_plain'],
    ['two addresses', `${BASIC}&url=https://evil.example/mcp`, 'url', 'repeated'],
    ['two names, one of them empty', `${BASIC}&name=`, 'name', 'repeated'],
    ['a secret', `${BASIC}&clientSecret=s3cret`, 'clientSecret', 'unknown_parameter'],
    ['a state', `${BASIC}&state=abc`, 'state', 'unknown_parameter'],
    ['a name of every object', `${BASIC}&__proto__=x`, '__proto__', 'unknown_parameter'],
    ['nested JSON', 'name={"a":1}&url=[{"url":"https://a.example"}]', 'url', 'not_http'],
    ['a list in brackets', `${BASIC}&scopes[]=a`, 'scopes[]', 'unknown_parameter'],
    ['a scope with a quote', `${BASIC}&scopes=a "b`, 'scopes[1]', 'not_scope'],
    ['an unknown way to sign in', `${BASIC}&signIn=silently`, 'signIn', 'not_choice'],
    [
      'half an identity provider',
      `${BASIC}&identityProviderIssuer=https://idp.example`,
      'identityProvider.clientId',
      'missing',
    ],
    ['100 KB', `${BASIC}&clientId=${'a'.repeat(100_000)}`, 'link', 'too_long'],
  ];
  for (const [what, query, field, problem] of hostile) {
    it(`is refused with ${what}`, () => assert.deepEqual(refusal(query), [field, problem]));
  }

  it('says what may be chosen where a choice is unknown', () => {
    assert.throws(
      () => parseServerLink(`${BASIC}&resource=never`),
      (error) => isAppError(error, 'server_link_invalid') && error.args['choices'] === '"auto", "send", "omit"',
    );
  });

  it('stands with a broken escape, which means itself', () => {
    assert.equal(parseServerLink('name=100%&url=https://a.example').name, '100%');
  });
});
