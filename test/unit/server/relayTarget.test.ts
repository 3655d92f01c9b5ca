import assert from 'node:assert/strict';
import { checkRelayTarget, parseRelayTarget } from '../../../src/server/relay/relayTarget.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const ORIGIN = 'https://code.example.com';
const QUERY =
  'vscode-reqid=1&vscode-scheme=code-oss&vscode-authority=incident-desk.incident-desk&vscode-path=/callback';
const GOOD = `${ORIGIN}/stable-${COMMIT}/callback?${QUERY}`;

function targets(...texts: string[]) {
  return texts.map((text) => parseRelayTarget(text) ?? assert.fail(`not a target: ${text}`));
}

describe('the relay target check', () => {
  const known = targets(ORIGIN, 'http://127.0.0.1:8443', 'https://shared.example.com/team/');

  for (const callback of [
    GOOD,
    GOOD.replace('/callback', '%2Fcallback').replace(`${COMMIT}%2Fcallback`, `${COMMIT}/callback`),
    `${ORIGIN}/insider-${COMMIT}/callback?${QUERY}`,
    `http://127.0.0.1:8443/oss-${COMMIT}/callback?${QUERY}`,
    `https://shared.example.com/team/stable-${COMMIT}/callback?${QUERY}`,
    'vscode://incident-desk.incident-desk/callback',
    'vscode-insiders://incident-desk.incident-desk/callback',
    'code-oss://incident-desk.incident-desk/callback?windowId=3',
  ]) {
    it(`takes ${callback.replaceAll(COMMIT, '…')}`, () => {
      assert.equal(
        checkRelayTarget(callback, '/callback', known)?.href.replaceAll('%2F', '/'),
        callback.replaceAll('%2F', '/'),
      );
    });
  }

  const place = `stable-${COMMIT}/callback?${QUERY}`;
  for (const [attack, callback] of [
    ['another host', `https://evil.example/${place}`],
    ['another port', `${ORIGIN}:8443/${place}`],
    ['another scheme', `http://code.example.com/${place}`],
    ['a host that begins like ours', `https://code.example.com.evil.example/${place}`],
    ['user information', `https://code.example.com@evil.example/${place}`],
    ['user information before our host', `https://a:b@code.example.com/${place}`],
    ['a backslash', `https://evil.example\\@code.example.com/${place}`],
    ['a backslash for a slash', `${ORIGIN}\\${place}`],
    ['a backslash in the path', `${ORIGIN}/\\evil.example/${place}`],
    ['a fragment', `${GOOD}#x`],
    ['white space', ` ${GOOD}`],
    ['a line break', `${GOOD}\n`],
    ["the editor's proxy of another port", `${ORIGIN}/proxy/8080/callback?${QUERY}`],
    ["the editor's proxy with a path like the editor's", `${ORIGIN}/proxy/8080/${place}`],
    ['a path that climbs', `${ORIGIN}/stable-${COMMIT}/callback/../../proxy/8080/x?${QUERY}`],
    ['a path below the callback', `${ORIGIN}/stable-${COMMIT}/callback/x?${QUERY}`],
    ['a short commit', `${ORIGIN}/stable-0123/callback?${QUERY}`],
    ['no base path where one is configured', `https://shared.example.com/${place}`],
    ['another base path', `https://shared.example.com/beta/${place}`],
    ['a base path that only begins alike', `https://shared.example.com/teammate/${place}`],
    ['a foreign authority', GOOD.replace('incident-desk.incident-desk', 'evil.evil')],
    ['a foreign path', GOOD.replace('vscode-path=/callback', 'vscode-path=/other')],
    ['no authority', GOOD.replace('&vscode-authority=incident-desk.incident-desk', '')],
    ['no path', GOOD.replace('&vscode-path=/callback', '')],
    ['two authorities', `${GOOD}&vscode-authority=evil.evil`],
    ['two equal authorities', `${GOOD}&vscode-authority=incident-desk.incident-desk`],
    ['a foreign editor scheme', GOOD.replace('code-oss', 'javascript')],
    ['a query of its own', `${GOOD}&vscode-query=code%3Dattacker`],
    ['a code of its own', `${GOOD}&code=attacker`],
    ['double encoding of the path', `${ORIGIN}/stable-${COMMIT}/callback%3F${QUERY}`],
    ['double encoding of the query', GOOD.replace('vscode-path=/callback', 'vscode-path=%252Fcallback')],
    ['an encoded slash', `${ORIGIN}/stable-${COMMIT}%2Fcallback?${QUERY}`],
    ['a script', 'javascript://incident-desk.incident-desk/callback'],
    ['a command', 'command://incident-desk.incident-desk/callback'],
    ["another extension's callback", 'vscode://evil.evil/callback'],
    ['our extension, another path', 'vscode://incident-desk.incident-desk/open'],
    ['our extension with a port', 'vscode://incident-desk.incident-desk:1/callback'],
    ['our extension with a query', 'vscode://incident-desk.incident-desk/callback?code=attacker'],
    ['a wide character', 'vscode://incident-desk.incident-desk/callback\u3000'],
    ['nothing', ''],
    ['a relative address', '/callback'],
  ] as const) {
    it(`refuses ${attack}`, () => assert.equal(checkRelayTarget(callback, '/callback', known), undefined));
  }

  it('takes no address of an editor where none is configured', () => {
    assert.equal(checkRelayTarget(GOOD, '/callback', []), undefined);
  });
});

describe("the relay target of an issuer's own path (mix-up by redirect path)", () => {
  const known = targets(ORIGIN);
  const own = '/callback/0a1b2c3d';
  const scheme = 'vscode://incident-desk.incident-desk';
  const inEditor = (path: string): string => GOOD.replace('vscode-path=/callback', `vscode-path=${path}`);

  for (const callback of [`${scheme}${own}`, inEditor(own)]) {
    it(`may be ${callback.replaceAll(COMMIT, '…')}`, () => {
      assert.equal(checkRelayTarget(callback, own, known)?.href, callback);
    });
  }

  for (const [attack, path, callback] of [
    ['the bare path, by scheme', own, `${scheme}/callback`],
    ['the bare path, in an editor', own, GOOD],
    ["another issuer's path, by scheme", own, `${scheme}/callback/0a1b2c3e`],
    ["another issuer's path, in an editor", own, inEditor('/callback/0a1b2c3e')],
    ['a path below its own', own, `${scheme}${own}/x`],
    ['its own path twice', own, `${inEditor(own)}&vscode-path=/callback`],
    ["an issuer's path from the bare relay, by scheme", '/callback', `${scheme}${own}`],
    ["an issuer's path from the bare relay, in an editor", '/callback', inEditor(own)],
    ['a path that climbs back to the bare one', own, `${scheme}${own}/..`],
    ["the editor's own callback page below its place", own, GOOD.replace('/callback?', '/callback/0a1b2c3d?')],
  ] as const) {
    it(`is never ${attack}`, () => assert.equal(checkRelayTarget(callback, path, known), undefined));
  }
});

describe('a configured relay target', () => {
  for (const text of [
    'http://code.example.com',
    'ftp://x',
    'https://a@b.example',
    'https://b.example/?x',
    'nonsense',
    '',
  ]) {
    it(`is not '${text}'`, () => assert.equal(parseRelayTarget(text), undefined));
  }
});
