import assert from 'node:assert/strict';
import { callbackPath } from '../../../src/core/oauth/callbacks/callbackPath.ts';
import {
  bareCandidates,
  bareIssuerOf,
  redirectUriOf,
  redirectUris,
  redirectUrisOn,
} from '../../../src/core/oauth/callbacks/redirectUris.ts';
import { serverEntry, serverId } from '../../../src/core/serverEntry.ts';
import type { NewServerEntry, ServerEntry } from '../../../src/core/serverEntry.ts';
import { CALLBACK_PATHS } from '../../../src/shared/names.ts';

const OKTA = 'https://your-org.okta.com/oauth2/default';
const OTHER = 'https://other.okta.com/oauth2/default';
const OTHER_PATH = callbackPath(OTHER, { bare: false });
const RELAY = 'https://incidents.example.com/oauth/relay';
const NOTHING = new Map<string, string>();

let count = 0;
function entry(changes: Partial<NewServerEntry> = {}): ServerEntry {
  count += 1;
  return serverEntry({ name: `Server ${count}`, url: `https://s${count}.example/mcp`, ...changes });
}

describe('A redirect URI', () => {
  const own = '/callback/0a1b2c3d';
  const rows: [way: Parameters<typeof redirectUriOf>[0], path: string, expected: string][] = [
    ['uri', '/callback', 'vscode://incident-desk.incident-desk/callback'],
    ['uri', own, 'vscode://incident-desk.incident-desk/callback/0a1b2c3d'],
    ['loopback', '/callback', 'http://127.0.0.1:33420/callback'],
    ['loopback', own, 'http://127.0.0.1:33420/callback/0a1b2c3d'],
    ['paste', own, 'http://127.0.0.1:33420/callback/0a1b2c3d'],
    ['relay', '/callback', RELAY],
    ['relay', own, `${RELAY}/0a1b2c3d`],
  ];
  for (const [way, path, expected] of rows) {
    it(`of ${way} on ${path}`, () => {
      const parts = { uriScheme: 'vscode', callbackPath: path, relay: RELAY, port: 33_420 };
      assert.equal(redirectUriOf(way, parts), expected);
    });
  }

  it('of paste is on the first loopback port', () => {
    assert.equal(
      redirectUriOf('paste', { uriScheme: 'vscode', callbackPath: '/callback' }),
      'http://127.0.0.1:33419/callback',
    );
  });

  it('of a relay with a slash at its end has no two slashes', () => {
    const parts = { uriScheme: 'vscode', relay: `${RELAY}/` };
    assert.equal(redirectUriOf('relay', { ...parts, callbackPath: '/callback' }), `${RELAY}/`);
    assert.equal(redirectUriOf('relay', { ...parts, callbackPath: own }), `${RELAY}/0a1b2c3d`);
  });
});

describe('The path of an issuer', () => {
  it('is of its own, unless it has the bare one', () => {
    assert.equal(callbackPath(OKTA, { bare: true }), '/callback');
    assert.match(callbackPath(OKTA, { bare: false }), CALLBACK_PATHS);
    assert.notEqual(callbackPath(OKTA, { bare: false }), OTHER_PATH);
  });

  it('does not depend on a slash at the end, which people add and leave out', () => {
    assert.equal(callbackPath(`${OTHER}/`, { bare: false }), OTHER_PATH);
  });

  it('is told apart from any other address', () => {
    for (const path of ['/callback/', '/callback/0a1b2c3', '/callback/0A1B2C3D', '/callback/0a1b2c3d/', '/x/callback'])
      assert.doesNotMatch(path, CALLBACK_PATHS);
  });
});

describe('The issuer with the bare path', () => {
  const unknown = entry();
  const configured = entry({ issuer: OKTA });
  const rows: [what: string, entries: readonly ServerEntry[], learned: Map<string, string>, string | undefined][] = [
    ['is nobody where there are no servers', [], NOTHING, undefined],
    ['is nobody where none is known', [unknown], NOTHING, undefined],
    ['is the first configured one', [configured, entry({ issuer: OTHER })], NOTHING, OKTA],
    ['is spelled without a slash at its end', [entry({ issuer: `${OKTA}/` })], NOTHING, OKTA],
    ['is nobody as long as that of the first server is unknown', [unknown, configured], NOTHING, undefined],
    ['is one learned at a sign-in', [unknown, configured], new Map([[serverId(unknown), OTHER]]), OTHER],
    ['is no learned one where the settings name another', [configured], new Map([[serverId(configured), OTHER]]), OKTA],
    ['is not that of a device', [entry({ issuer: OTHER, signIn: 'device' }), configured], NOTHING, OKTA],
    ['is not that of a machine', [entry({ issuer: OTHER, signIn: 'clientCredentials' }), configured], NOTHING, OKTA],
    [
      "is the company's own where that manages access",
      [entry({ issuer: OKTA, identityProvider: { issuer: OTHER, clientId: 'c' } })],
      NOTHING,
      OTHER,
    ],
  ];
  for (const [what, entries, learned, expected] of rows) {
    it(what, () => assert.equal(bareIssuerOf(entries, learned), expected));
  }

  it('is asked for at the first server, where others compete for the path', () => {
    const [first, second] = [entry(), entry({ signIn: 'device' })];
    assert.deepEqual(bareCandidates([second, first, configured], NOTHING), [first]);
    assert.deepEqual(bareCandidates([first, configured], new Map([[serverId(first), OKTA]])), []);
    assert.deepEqual(bareCandidates([configured, first], NOTHING), []);
    assert.deepEqual(bareCandidates([first, second], NOTHING), []);
  });
});

describe('The redirect URIs to register', () => {
  const bare = [
    'vscode://incident-desk.incident-desk/callback',
    'http://127.0.0.1:33419/callback',
    'http://127.0.0.1:33420/callback',
    'http://127.0.0.1:33421/callback',
  ];
  const others = bare.map((uri) => uri.replace('/callback', OTHER_PATH));

  it('are known before there is any server', () => {
    assert.deepEqual(redirectUris([], NOTHING, 'vscode'), [{ uris: bare }]);
    assert.deepEqual(redirectUris([entry()], NOTHING, 'vscode'), [{ uris: bare }]);
  });

  it('are named once, with the relays in use', () => {
    const servers = [
      entry({ issuer: OKTA, relay: RELAY }),
      entry({ issuer: OKTA }),
      entry({ issuer: OKTA, relay: RELAY }),
    ];
    assert.deepEqual(redirectUris(servers, NOTHING, 'vscode'), [{ issuer: OKTA, uris: [...bare, RELAY] }]);
  });

  it('are those of each issuer alone, so that none can be made to send its codes to the path of another', () => {
    const learning = entry({ relay: RELAY });
    const servers = [entry({ issuer: OKTA, relay: RELAY }), learning];
    const all = redirectUris(servers, new Map([[serverId(learning), OTHER]]), 'vscode');
    const relayOfOther = `${RELAY}${OTHER_PATH.slice('/callback'.length)}`;
    assert.deepEqual(all, [
      { issuer: OKTA, uris: [...bare, RELAY] },
      { issuer: OTHER, uris: [...others, relayOfOther] },
    ]);
    const everything = all.flatMap(({ uris }) => uris);
    assert.equal(new Set(everything).size, everything.length);
  });

  it('are of no server that signs in without them', () => {
    const servers = [entry({ issuer: OTHER, signIn: 'clientCredentials' }), entry({ issuer: OKTA })];
    assert.deepEqual(redirectUris(servers, NOTHING, 'vscode'), [{ issuer: OKTA, uris: bare }]);
  });

  it('are the bare ones for a metadata document, whose address is the client id', () => {
    const document = { clientId: 'https://desk.example/client.json', relay: RELAY };
    const servers = [entry({ issuer: OKTA }), entry({ issuer: OTHER, ...document })];
    assert.deepEqual(redirectUris(servers, NOTHING, 'vscode'), [
      { issuer: OKTA, uris: bare },
      { issuer: OTHER, uris: [...bare, RELAY] },
    ]);
    const managed = { identityProvider: { issuer: OTHER, clientId: 'own' }, ...document };
    assert.deepEqual(redirectUris([entry({ issuer: OKTA }), entry(managed)], NOTHING, 'vscode')[1]?.uris[0], others[0]);
  });

  it('are those of both ways where one issuer knows us by a document and by a client id', () => {
    const servers = [
      entry({ issuer: OKTA }),
      entry({ issuer: OTHER, clientId: 'own', relay: RELAY }),
      entry({ issuer: OTHER, clientId: 'https://desk.example/client.json' }),
    ];
    const relayOfOther = `${RELAY}${OTHER_PATH.slice('/callback'.length)}`;
    assert.deepEqual(redirectUris(servers, NOTHING, 'vscode')[1], {
      issuer: OTHER,
      uris: [...others, relayOfOther, ...bare],
    });
  });

  it('are the same for a client that registers itself', () => {
    assert.deepEqual(redirectUrisOn('/callback', 'vscode', [RELAY, RELAY]), [...bare, RELAY]);
    assert.deepEqual(redirectUrisOn(OTHER_PATH, 'vscode', []), others);
  });
});
