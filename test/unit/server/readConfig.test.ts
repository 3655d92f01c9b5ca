import assert from 'node:assert/strict';
import { readConfig } from '../../../src/server/config.ts';

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

  for (const [name, value] of [
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
