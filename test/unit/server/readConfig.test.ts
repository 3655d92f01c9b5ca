import assert from 'node:assert/strict';
import { readConfig, unknownVariables } from '../../../src/server/config/readConfig.ts';

const GOOD = { OKTA_DOMAIN: 'your-org.okta.com', OKTA_AUDIENCE: 'https://mcp-incidents-api' };

function problemsOf(environment: Record<string, string>): string {
  const result = readConfig(environment);
  return 'problems' in result ? result.problems.join('\n') : assert.fail('no problem was found');
}

function configOf(environment: Record<string, string>) {
  const result = readConfig(environment);
  return 'config' in result ? result.config : assert.fail(result.problems.join('\n'));
}

describe("the server's environment", () => {
  it('needs no more than domain and audience', () => {
    assert.deepEqual(configOf(GOOD), {
      host: '127.0.0.1',
      port: 9001,
      issuer: 'https://your-org.okta.com/oauth2/default',
      audience: 'https://mcp-incidents-api',
      databasePath: 'incidents.db',
      relayTargets: [],
      requireDpop: false,
      limits: { trustedProxies: [], allowedHosts: [], allowedOrigins: [], largestBody: 262_144 },
      maxSessions: 10_000,
      requestTimeout: 30_000,
      shutdown: { delay: 0, timeout: 10_000 },
      operation: { logLevel: 'info', auditLog: '-', rates: { person: 600, address: 1200 } },
    });
  });

  it('takes the domain with https and a slash, and another authorization server', () => {
    const { issuer } = configOf({ ...GOOD, OKTA_DOMAIN: 'https://your-org.okta.com/', OKTA_AUTH_SERVER_ID: 'aus1' });
    assert.equal(issuer, 'https://your-org.okta.com/oauth2/aus1');
  });

  it('takes an issuer instead, without its trailing slash', () => {
    const { issuer } = configOf({ OKTA_ISSUER: 'http://127.0.0.1:9/oauth2/default/', OKTA_AUDIENCE: 'a' });
    assert.equal(issuer, 'http://127.0.0.1:9/oauth2/default');
  });

  it('makes the resource from the public address', () => {
    const config = configOf({ ...GOOD, MCP_SERVER_HOST: '0.0.0.0', MCP_SERVER_URL: 'https://incidents.example.com' });
    assert.equal(config.resource, 'https://incidents.example.com/mcp');
  });

  it('takes lists apart by commas or spaces', () => {
    const config = configOf({ ...GOOD, RELAY_TARGETS: 'https://a.example, https://b.example/x' });
    assert.deepEqual(config.relayTargets, ['https://a.example', 'https://b.example/x']);
  });

  it('takes a PostgreSQL database', () => {
    assert.equal(configOf({ ...GOOD, DATABASE_URL: 'postgres://db/incidents' }).databaseUrl, 'postgres://db/incidents');
  });

  it('says everything that is missing', () => {
    const problems = problemsOf({ OKTA_DOMAIN: '' });
    assert.match(problems, /OKTA_DOMAIN is missing/);
    assert.match(problems, /OKTA_AUDIENCE is missing/);
  });

  it('says what is missing beside what is wrong', () => {
    const problems = problemsOf({ MCP_SERVER_HOST: '0.0.0.0', MCP_SERVER_PORT: 'x', OKTA_INTROSPECTION: 'true' });
    for (const name of ['OKTA_DOMAIN', 'OKTA_AUDIENCE', 'OKTA_CLIENT_ID', 'OKTA_CLIENT_SECRET', 'MCP_SERVER_URL']) {
      assert.match(problems, new RegExp(`^${name} is missing`, 'm'));
    }
    assert.match(problems, /^MCP_SERVER_PORT must/m);
  });

  it('does not call missing what is wrong', () => {
    assert.equal(problemsOf({ ...GOOD, OKTA_DOMAIN: 'a/b' }).split('\n').length, 1);
  });

  it("takes the guide's names of issuer, audience, keys and scopes", () => {
    const issuer = 'https://your-org.okta.com/oauth2/aus1';
    const config = configOf({
      ...{ OAUTH_ISSUER: issuer, OAUTH_AUDIENCE: 'a', OAUTH_JWKS_URI: `${issuer}/v1/keys` },
      ...{
        OKTA_INTROSPECTION: 'true',
        OKTA_CLIENT_ID: 'c',
        OKTA_CLIENT_SECRET: 's',
        MCP_REQUIRED_SCOPES: 'mcp:access',
      },
    });
    assert.equal(config.issuer, issuer);
    assert.equal(config.keysUrl, `${issuer}/v1/keys`);
    assert.deepEqual(config.introspection, { clientId: 'c', clientSecret: 's' });
    assert.deepEqual(config.requiredScopes, ['mcp:access']);
    assert.deepEqual(config.challengeScopes, ['mcp:access']);
  });

  it('wants certificate and key together, and an https address with them', () => {
    assert.match(problemsOf({ ...GOOD, MCP_TLS_CERT_FILE: 'c.pem' }), /^MCP_TLS_KEY_FILE is missing/);
    assert.match(problemsOf({ ...GOOD, MCP_TLS_KEY_FILE: 'k.pem' }), /^MCP_TLS_CERT_FILE is missing/);
    const both = { ...GOOD, MCP_TLS_CERT_FILE: 'c.pem', MCP_TLS_KEY_FILE: 'k.pem' };
    assert.match(problemsOf({ ...both, MCP_SERVER_URL: 'http://localhost' }), /^MCP_SERVER_URL must begin with https/);
    assert.deepEqual(configOf(both).tls, { certFile: 'c.pem', keyFile: 'k.pem' });
  });

  it('knows misspelt variables among its own', () => {
    const warnings = unknownVariables(
      { ...GOOD, MCP_SERVER_PROT: '1', PATH: '/bin', MCP_OTHER: '1', INCIDENT_DB: 'x', INCIDENT_DESK_CACHE: '/x' },
      ['MCP_OTHER'],
    );
    assert.deepEqual(warnings, [
      'INCIDENT_DB is set, but this server knows no such variable',
      'MCP_SERVER_PROT is set, but this server knows no such variable',
    ]);
  });

  for (const [name, value] of [
    ['MCP_ALLOWED_ORIGINS', 'https://a.example/path'],
    ['MCP_ALLOWED_HOSTS', 'a.example/x'],
    ['MCP_TRUSTED_PROXIES', 'anybody'],
    ['MCP_LOG_LEVEL', 'loud'],
    ['MCP_RATE_PER_PERSON', '0'],
    ['MCP_REQUIRE_DPOP', 'maybe'],
    ['OKTA_DOMAIN', 'your-org.okta.com/oauth2'],
    ['OKTA_ISSUER', 'http://your-org.okta.com/oauth2/default'],
    ['OKTA_AUTH_SERVER_ID', '../x'],
    ['MCP_SERVER_PORT', '90000'],
    ['MCP_SERVER_URL', 'http://incidents.example.com'],
    ['MCP_SERVER_URL', 'https://incidents.example.com/other'],
    ['RELAY_TARGETS', 'https://a.example http://b.example'],
    ['DATABASE_URL', 'mysql://localhost/incidents'],
  ] as const) {
    it(`says that ${name} is wrong when it is ${value}`, () => {
      assert.match(problemsOf({ ...GOOD, [name]: value }), new RegExp(`^${name} must`));
    });
  }

  it('asks for the public address where it listens to everybody', () => {
    assert.match(problemsOf({ ...GOOD, MCP_SERVER_HOST: '0.0.0.0' }), /MCP_SERVER_URL is missing/);
  });
});
