import assert from 'node:assert/strict';
import { readConfig, unknownVariables } from '../../../src/server/config/readConfig.ts';

const GOOD = { OKTA_DOMAIN: 'acme.okta.com', OKTA_AUDIENCE: 'https://mcp-incidents-api' };

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
      issuer: 'https://acme.okta.com/oauth2/default',
      audience: 'https://mcp-incidents-api',
      databasePath: 'incidents.db',
      databaseTimeout: 30_000,
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
    const { issuer } = configOf({ ...GOOD, OKTA_DOMAIN: 'https://Acme.okta.com/', OKTA_AUTH_SERVER_ID: 'aus1' });
    assert.equal(issuer, 'https://acme.okta.com/oauth2/aus1');
  });

  it("takes an issuer instead: Okta's without a slash at its end, others as they are written", () => {
    const issuerOf = (given: Record<string, string>) => configOf({ ...given, OKTA_AUDIENCE: 'a' }).issuer;
    assert.equal(issuerOf({ OKTA_ISSUER: 'http://127.0.0.1:9/oauth2/default/' }), 'http://127.0.0.1:9/oauth2/default');
    assert.equal(issuerOf({ OAUTH_ISSUER: 'https://acme.eu.auth0.com/' }), 'https://acme.eu.auth0.com/');
    assert.equal(issuerOf({ OAUTH_ISSUER: 'https://acme.eu.auth0.com' }), 'https://acme.eu.auth0.com');
  });

  for (const [problem, given] of [
    [
      /^OKTA_ISSUER and OAUTH_ISSUER differ/,
      { OKTA_ISSUER: 'https://a.example/x', OAUTH_ISSUER: 'https://b.example/x' },
    ],
    [/^OKTA_AUDIENCE and OAUTH_AUDIENCE differ/, { ...GOOD, OAUTH_AUDIENCE: 'another' }],
    [/^OKTA_DOMAIN .*OKTA_ISSUER/, { ...GOOD, OKTA_ISSUER: 'https://other.okta.com/oauth2/default' }],
    [/^OKTA_DOMAIN .*OAUTH_ISSUER/, { ...GOOD, OAUTH_ISSUER: 'https://acme.eu.auth0.com/' }],
    [
      /^OKTA_AUTH_SERVER_ID .*OKTA_ISSUER/,
      { OKTA_AUTH_SERVER_ID: 'aus1', OKTA_ISSUER: 'https://acme.okta.com/oauth2/default' },
    ],
  ] as const) {
    it(`wants no two answers to one question: ${Object.keys(given).join(', ')}`, () => {
      const problems = problemsOf({ OKTA_AUDIENCE: GOOD.OKTA_AUDIENCE, ...given });
      assert.match(problems, problem);
      assert.equal(problems.split('\n').length, 1);
    });
  }

  it('takes the same answer twice', () => {
    const issuer = 'https://acme.okta.com/oauth2/aus1';
    const twice = { OKTA_ISSUER: issuer, OAUTH_ISSUER: issuer, OAUTH_AUDIENCE: GOOD.OKTA_AUDIENCE };
    assert.equal(configOf({ ...GOOD, ...twice, OKTA_AUTH_SERVER_ID: 'aus1' }).issuer, issuer);
    assert.equal(configOf({ ...GOOD, OKTA_ISSUER: issuer }).issuer, issuer);
  });

  for (const [name, value, meant] of [
    ['OKTA_DOMAIN', 'your-org.okta.com', /your own/],
    ['OKTA_DOMAIN', 'yourOktaDomain.okta.com', /your own/],
    ['OKTA_DOMAIN', '{yourOktaDomain}', /your own/],
    ['OKTA_ISSUER', 'https://your-org.okta.com/oauth2/default', /your own/],
    ['OKTA_DOMAIN', 'acme-admin.okta.com', /acme\.okta\.com: acme-admin\.okta\.com is the admin console/],
    ['OKTA_DOMAIN', 'https://acme-admin.oktapreview.com/', /acme\.oktapreview\.com: .* admin console/],
    ['OKTA_ISSUER', 'https://acme-admin.okta.com/oauth2/default', /acme\.okta\.com: .* admin console/],
    ['OKTA_ISSUER', 'https://acme.okta.com', /custom authorization server.*acme\.okta\.com\/oauth2\/default/],
    ['OKTA_DOMAIN', 'acme', /such as acme\.okta\.com/],
    ['OKTA_DOMAIN', 'http://acme.okta.com', /such as acme\.okta\.com/],
    ['OKTA_DOMAIN', 'https://acme.okta.com/oauth2/default', /OKTA_ISSUER/],
  ] as const) {
    it(`says what is meant where ${name} is ${value}`, () => {
      const { OKTA_DOMAIN: _, ...rest } = GOOD;
      const problems = problemsOf({ ...rest, [name]: value });
      assert.match(problems, new RegExp(`^${name} must`));
      assert.match(problems, meant);
      assert.equal(problems.split('\n').length, 1);
    });
  }

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
    const issuer = 'https://acme.okta.com/oauth2/aus1';
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

  for (const given of [
    {},
    { MCP_METRICS_HOST: '0.0.0.0' },
    { MCP_SERVER_HOST: '::', MCP_SERVER_URL: 'https://x.example' },
  ]) {
    it(`wants another port for metrics: ${JSON.stringify(given)}`, () => {
      assert.deepEqual(readConfig({ ...GOOD, ...given, MCP_METRICS_PORT: '9001' }), {
        problems: ['MCP_METRICS_PORT and MCP_SERVER_PORT are both 9001: metrics need a port of their own'],
      });
    });
  }

  it('takes one port twice where it is of two addresses, or any that is free', () => {
    assert.ok('config' in readConfig({ ...GOOD, MCP_METRICS_PORT: '9001', MCP_METRICS_HOST: '127.0.0.2' }));
    assert.ok('config' in readConfig({ ...GOOD, MCP_METRICS_PORT: '0', MCP_SERVER_PORT: '0' }));
  });

  it('knows misspelt variables among its own', () => {
    const warnings = unknownVariables(
      { ...GOOD, MCP_SERVER_PROT: '1', PATH: '/bin', MCP_OTHER: '1', INCIDENT_DB: 'x', INCIDENT_DESK_CACHE: '/x' },
      ['MCP_OTHER'],
    );
    assert.deepEqual(warnings, [
      'INCIDENT_DB is set, but this server knows no such variable: is INCIDENTS_DB meant?',
      'MCP_SERVER_PROT is set, but this server knows no such variable: is MCP_SERVER_PORT meant?',
    ]);
  });

  for (const [name, meant] of [
    ['DATABASE_URI', 'DATABASE_URL'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['Database_Url', 'DATABASE_URL'],
    ['SESSION_SECRET', 'SESSION_SECRET_KEY'],
    ['SESION_SECRET_KEY', 'SESSION_SECRET_KEY'],
    ['RELAY_TARGET', 'RELAY_TARGETS'],
    ['OTKA_DOMAIN', 'OKTA_DOMAIN'],
    ['MPC_SERVER_URL', 'MCP_SERVER_URL'],
    ['OAUTH_AUDIENC', 'OAUTH_AUDIENCE'],
  ] as const) {
    it(`asks whether ${meant} is meant by ${name}`, () => {
      assert.deepEqual(unknownVariables({ ...GOOD, [name]: 'x' }, ['SESSION_SECRET_KEY']), [
        `${name} is set, but this server knows no such variable: is ${meant} meant?`,
      ]);
    });
  }

  it('says nothing of variables that are of others', () => {
    const others = [
      'PATH',
      'HOME',
      'HOSTNAME',
      'NODE_ENV',
      'DATABASE',
      'SESSION',
      'DB_URL',
      'LOG_LEVEL',
      'TERM_SESSION_ID',
    ];
    assert.deepEqual(unknownVariables(Object.fromEntries(others.map((name) => [name, 'x']))), []);
    assert.deepEqual(unknownVariables({ MCP_OF_SOMEBODY_ELSE: 'x' }), [
      'MCP_OF_SOMEBODY_ELSE is set, but this server knows no such variable',
    ]);
  });

  for (const [name, value] of [
    ['MCP_ALLOWED_ORIGINS', 'https://a.example/path'],
    ['MCP_ALLOWED_HOSTS', 'a.example/x'],
    ['MCP_TRUSTED_PROXIES', 'anybody'],
    ['MCP_LOG_LEVEL', 'loud'],
    ['MCP_RATE_PER_PERSON', '0'],
    ['MCP_REQUIRE_DPOP', 'maybe'],
    ['OKTA_ISSUER', 'http://acme.okta.com/oauth2/default'],
    ['OAUTH_ISSUER', 'https://acme.eu.auth0.com/?x'],
    ['OKTA_AUTH_SERVER_ID', '../x'],
    ['MCP_SERVER_PORT', '90000'],
    ['MCP_SERVER_URL', 'http://incidents.example.com'],
    ['MCP_SERVER_URL', 'https://incidents.example.com/other'],
    ['RELAY_TARGETS', 'https://a.example http://b.example'],
    ['DATABASE_URL', 'mysql://localhost/incidents'],
    ['DATABASE_TIMEOUT', '0'],
    ['DATABASE_TIMEOUT', '30s'],
    ['DATABASE_TIMEOUT', '601'],
  ] as const) {
    it(`says that ${name} is wrong when it is ${value}`, () => {
      assert.match(problemsOf({ ...GOOD, [name]: value }), new RegExp(`^${name} must`));
    });
  }

  it('asks for the public address where it listens to everybody', () => {
    assert.match(problemsOf({ ...GOOD, MCP_SERVER_HOST: '0.0.0.0' }), /MCP_SERVER_URL is missing/);
  });
});
