import assert from 'node:assert/strict';
import { exportJWK, generateKeyPair } from 'jose';
import { readConfig } from '../../../src/server/config/readConfig.ts';
import { behindProxy, readProxySettings } from '../../../src/server/config/proxySettings.ts';

const GOOD = {
  MCP_PROXY: 'true',
  OKTA_ORG_URL: 'https://acme.okta.com/',
  OKTA_CLIENT_ID: '0oaProxy',
  OKTA_CLIENT_SECRET: 'secret',
};
const PUBLIC = { ...GOOD, MCP_SERVER_URL: 'https://mcp.example', MCP_SERVER_HOST: '0.0.0.0' };
const SECRET = 'x'.repeat(32);

function settingsOf(environment: Record<string, string>) {
  const read = readProxySettings(environment);
  assert.ok(read !== undefined && 'settings' in read, JSON.stringify(read));
  return read.settings;
}

function problemsOf(environment: Record<string, string>): string {
  const read = readProxySettings(environment);
  assert.ok(read !== undefined && 'problems' in read);
  return read.problems.join('\n');
}

async function keySet(): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return JSON.stringify({ keys: [{ ...(await exportJWK(privateKey)), kid: 'one' }] });
}

describe("the proxy's environment", () => {
  it('asks for nothing unless MCP_PROXY does', () => {
    assert.equal(readProxySettings({}), undefined);
    assert.equal(readProxySettings({ ...GOOD, MCP_PROXY: 'false' }), undefined);
    assert.match(problemsOf({ MCP_PROXY: 'perhaps' }), /MCP_PROXY must be true or false/);
  });

  it('needs no more than Okta and its application on loopback', () => {
    const { okta, databasePath, signingKeys } = settingsOf(GOOD);
    assert.deepEqual(okta, {
      issuer: 'https://acme.okta.com/oauth2/default',
      clientId: '0oaProxy',
      clientSecret: 'secret',
      scopes: ['openid', 'profile', 'email', 'offline_access', 'incidents:read', 'incidents:write'],
    });
    assert.equal(databasePath, ':memory:');
    assert.equal(signingKeys, undefined);
  });

  it('keeps nothing for the next start under a secret that is made up', () => {
    assert.equal(settingsOf({ ...GOOD, MCP_PROXY_DB: 'kept.db' }).databasePath, ':memory:');
    assert.equal(settingsOf({ ...GOOD, SESSION_SECRET_KEY: SECRET }).databasePath, 'proxy.db');
  });

  it('lets as many clients register from an address as it is told', () => {
    assert.deepEqual(settingsOf(GOOD).registrations, { perAddress: 20, inAll: 500 });
    const many = settingsOf({ ...GOOD, MCP_RATE_REGISTRATIONS: '800' });
    assert.deepEqual(many.registrations, { perAddress: 800, inAll: 800 });
    assert.match(problemsOf({ ...GOOD, MCP_RATE_REGISTRATIONS: '0' }), /MCP_RATE_REGISTRATIONS must/);
  });

  it('takes old secrets behind the one that writes', () => {
    const secretsOf = (text: string): unknown => {
      const { secret, formerSecrets } = settingsOf({ ...GOOD, SESSION_SECRET_KEY: text });
      return [secret, formerSecrets];
    };
    const [next, old, older] = ['n'.repeat(32), 'o'.repeat(32), 'r'.repeat(32)];
    assert.deepEqual(secretsOf(next), [next, []]);
    assert.deepEqual(secretsOf(`${next},${old}, ${older}`), [next, [old, older]]);
    assert.deepEqual(secretsOf(`${next},,${old}`), [`${next},${old}`, []]);
    for (const text of [`${next},short`, `${next},`, `,${next}`, `short,${next}`]) {
      assert.match(problemsOf({ ...GOOD, SESSION_SECRET_KEY: text }), /SESSION_SECRET_KEY must .*32 .*each/, text);
    }
  });

  it('says at once all that is missing, and nothing twice', () => {
    const problems = problemsOf({ MCP_PROXY: 'true', MCP_SERVER_URL: 'https://mcp.example' });
    const names = ['OKTA_CLIENT_ID', 'OKTA_CLIENT_SECRET', 'OKTA_ORG_URL', 'SESSION_SECRET_KEY', 'MCP_PROXY_KEYS'];
    for (const name of names) assert.match(problems, new RegExp(`${name} is missing`));
    const wrong = problemsOf({ ...PUBLIC, OKTA_ORG_URL: 'ftp://okta', SESSION_SECRET_KEY: 'short' }).split('\n');
    assert.deepEqual(wrong.map((line) => line.split(' ')[0]).toSorted(), [
      'MCP_PROXY_KEYS',
      'OKTA_ORG_URL',
      'SESSION_SECRET_KEY',
    ]);
    const { OKTA_ORG_URL: _, ...rest } = GOOD;
    assert.match(problemsOf(rest), /OKTA_ORG_URL is missing/);
  });

  it('does not ask Okta about tokens that are its own', () => {
    assert.match(problemsOf({ ...GOOD, OKTA_INTROSPECTION: 'true' }), /OKTA_INTROSPECTION cannot go with MCP_PROXY/);
    settingsOf({ ...GOOD, OKTA_INTROSPECTION: 'false' });
  });

  it('must have keys of its own where others can reach it', async () => {
    assert.match(problemsOf(PUBLIC), /SESSION_SECRET_KEY is missing[^]*MCP_PROXY_KEYS is missing/);
    assert.match(problemsOf({ ...PUBLIC, MCP_PROXY_KEYS: await keySet() }), /SESSION_SECRET_KEY is missing/);
    assert.match(problemsOf({ ...PUBLIC, SESSION_SECRET_KEY: SECRET }), /MCP_PROXY_KEYS is missing/);
    const { signingKeys, secret } = settingsOf({
      ...PUBLIC,
      SESSION_SECRET_KEY: SECRET,
      MCP_PROXY_KEYS: await keySet(),
    });
    assert.deepEqual([signingKeys?.length, signingKeys?.[0]?.kid, secret], [1, 'one', SECRET]);
  });

  it('must have them too where the address is public and a proxy in front reaches it by loopback', () => {
    assert.match(problemsOf({ ...GOOD, MCP_SERVER_URL: 'https://mcp.example' }), /MCP_PROXY_KEYS is missing/);
  });

  it('must have them where it keeps its records in a database of several processes', async () => {
    const shared = { ...GOOD, DATABASE_URL: 'postgres://localhost/desk' };
    assert.match(problemsOf(shared), /SESSION_SECRET_KEY is missing[^]*MCP_PROXY_KEYS is missing/);
    const whole = { ...shared, SESSION_SECRET_KEY: SECRET, MCP_PROXY_KEYS: await keySet() };
    assert.equal(settingsOf(whole).databaseUrl, shared.DATABASE_URL);
  });

  it('says what is meant where the address of Okta is a placeholder or the admin console', () => {
    assert.match(problemsOf({ ...GOOD, OKTA_ORG_URL: 'https://your-org.okta.com' }), /^OKTA_ORG_URL must .*your own/);
    assert.match(
      problemsOf({ ...GOOD, OKTA_ORG_URL: 'https://acme-admin.okta.com' }),
      /^OKTA_ORG_URL must .*admin con/,
    );
  });

  it('wants no two answers to where Okta is', () => {
    const { okta } = settingsOf({ ...GOOD, OKTA_ISSUER: 'https://acme.okta.com/oauth2/aus1' });
    assert.equal(okta.issuer, 'https://acme.okta.com/oauth2/aus1');
    const problems = problemsOf({ ...GOOD, OKTA_ISSUER: 'https://other.okta.com/oauth2/default' });
    assert.match(problems, /^OKTA_ORG_URL .* OKTA_ISSUER/);
  });

  it('finds Okta by OKTA_DOMAIN too, and refuses one that is another', () => {
    const { OKTA_ORG_URL: _, ...rest } = GOOD;
    const byDomain = { ...rest, OKTA_DOMAIN: 'acme.okta.com' };
    assert.equal(settingsOf(byDomain).okta.issuer, 'https://acme.okta.com/oauth2/default');
    assert.equal(
      settingsOf({ ...byDomain, OKTA_AUTH_SERVER_ID: 'aus1' }).okta.issuer,
      'https://acme.okta.com/oauth2/aus1',
    );
    settingsOf({ ...GOOD, OKTA_DOMAIN: 'https://acme.okta.com/' });
    assert.match(
      problemsOf({ ...GOOD, OKTA_DOMAIN: 'other.okta.com' }),
      /^OKTA_DOMAIN is other\.okta\.com, but OKTA_ORG_URL is https:\/\/acme\.okta\.com: leave OKTA_DOMAIN out/,
    );
    const issuer = { OKTA_ISSUER: 'https://acme.okta.com/oauth2/default' };
    assert.match(problemsOf({ ...rest, ...issuer, OKTA_DOMAIN: 'other.okta.com' }), /^OKTA_DOMAIN .* OKTA_ISSUER/);
    assert.match(
      problemsOf({ ...GOOD, ...issuer, OKTA_AUTH_SERVER_ID: 'aus1' }),
      /^OKTA_AUTH_SERVER_ID .* OKTA_ISSUER/,
    );
    assert.match(problemsOf({ ...rest, OKTA_DOMAIN: 'your-org.okta.com' }), /^OKTA_DOMAIN must name your own Okta/);
  });

  for (const [name, value] of [
    ['SESSION_SECRET_KEY', 'short'],
    ['MCP_PROXY_KEYS', '{"keys":[]}'],
    ['MCP_PROXY_KEYS', '{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}'],
    ['MCP_PROXY_KEYS', '/no/such/file.json'],
    ['OKTA_ORG_URL', 'http://acme.okta.com'],
    ['OKTA_ORG_URL', 'https://user@acme.okta.com'],
    ['OKTA_SCOPES', 'incidents:read'],
  ] as const) {
    it(`refuses ${name}=${value}`, () => {
      const problems = problemsOf({ ...GOOD, [name]: value });
      assert.match(problems, new RegExp(`${name} must`));
      assert.ok(!problems.includes(GOOD.OKTA_CLIENT_SECRET) || name === 'SESSION_SECRET_KEY');
    });
  }

  it('makes the server take tokens of the proxy for itself', () => {
    const { OKTA_ISSUER, OKTA_AUDIENCE } = behindProxy(PUBLIC);
    assert.deepEqual([OKTA_ISSUER, OKTA_AUDIENCE], ['https://mcp.example', 'https://mcp.example/mcp']);
    const others = { OKTA_DOMAIN: 'acme.okta.com', OKTA_AUTH_SERVER_ID: 'aus1', OAUTH_AUDIENCE: 'api://default' };
    const read = readConfig(behindProxy({ ...PUBLIC, ...others, OAUTH_ISSUER: 'https://acme.okta.com/oauth2/aus1' }));
    assert.ok('config' in read, JSON.stringify(read));
    assert.equal(read.config.issuer, 'https://mcp.example');
    assert.equal(behindProxy({ ...GOOD, MCP_SERVER_PORT: '' })['OKTA_ISSUER'], 'http://127.0.0.1:9001');
  });
});
