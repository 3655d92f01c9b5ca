import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../../src/core/mcp/serverClient.ts';
import { beginAuthorization } from '../../../src/core/oauth/signIn/authorization.ts';
import { planSignIn } from '../../../src/core/oauth/signIn/planSignIn.ts';
import { Sessions } from '../../../src/core/oauth/sessions/sessions.ts';
import type { AuthorizationServer } from '../../../src/demo/authorizationServer/options.ts';
import { DEMO_PEOPLE } from '../../../src/demo/authorizationServer/people.ts';
import { startAuthorizationServer } from '../../../src/demo/authorizationServer/startAuthorizationServer.ts';
import { GUIDE_SCOPE, startGuideServer } from '../../peers/guideServer.ts';
import type { Guide } from '../../peers/guideServer.ts';
import { BARE_REDIRECT } from '../oauth/world.ts';
import { realEffects } from '../support/connectTo.ts';
import { loginByForm } from '../support/loginByForm.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';

const SERVICE = { clientId: '0oaGuide', clientSecret: 'made-up-for-this-test' };

describe("the setup guide's server", () => {
  let issuer: AuthorizationServer;
  let guide: Guide;
  let directory: string;
  let sessions: Sessions;
  let client: ServerClient;

  /** Signs in as the engineer and gives a client; without scopes of its own the entry has those that are found. */
  async function signIn(scopes?: readonly string[]): Promise<void> {
    const effects = realEffects();
    const base = {
      name: 'Guide',
      url: guide.url,
      clientId: issuer.clientId,
      resource: 'auto',
      signIn: 'auto',
    } as const;
    const entry = { ...base, ...(scopes ? { scopes } : {}) };
    const pending = await beginAuthorization(await planSignIn(entry, effects), { redirectUri: BARE_REDIRECT }, effects);
    const { id } = await sessions.add(await pending.redeem(await loginByForm(pending.url, 'engineer')));
    const tokens = {
      token: () => sessions.token(id),
      replace: (rejected: string) => sessions.replace(id, rejected),
    };
    client = createServerClient({ entry, tokens, effects, clientVersion: '1.2.3' });
  }

  beforeEach(async () => {
    const people = DEMO_PEOPLE.map((person) => ({ ...person, scopes: [...person.scopes, GUIDE_SCOPE] }));
    issuer = await startAuthorizationServer({ people, serviceClients: [SERVICE] });
    guide = await startGuideServer({ issuer: issuer.issuer, ...SERVICE });
    directory = await mkdtemp(join(tmpdir(), 'incident-desk-'));
    sessions = new Sessions({ secrets: new MemorySecrets(), directory, effects: realEffects() });
  });

  afterEach(async () => {
    await client.reset();
    sessions.dispose();
    await guide.close();
    await issuer.close();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is used with the scope that it wants', async () => {
    await signIn([GUIDE_SCOPE]);
    const connection = await client.connection();
    assert.equal(connection.serverName, 'MCP Server with Okta Auth');
    assert.equal(connection.instructions, 'MCP Server that uses Okta for OAuth authentication');
    const tools = await connection.listTools();
    assert.deepEqual(
      tools.map(({ name }) => name),
      ['get_current_time', 'calculate_square'],
    );
    const { structured } = await connection.callTool('calculate_square', { number: 12 });
    assert.deepEqual(structured, { input: 12, square: 144, calculation: '12² = 144' });
    const time = await connection.callTool('get_current_time', {});
    assert.equal(time.structured?.['timezone'], 'UTC');
    const [resource] = await connection.listResources();
    assert.equal(resource?.uri, 'user-info');
    const [content] = await connection.readResource(resource.uri);
    assert.ok(content?.type === 'resource' && content.text?.startsWith('User information'));
    assert.equal(guide.statuses.at(-1), 200);
  });

  it('is not for incidents, and says so', async () => {
    await signIn([GUIDE_SCOPE]);
    await assert.rejects((await client.incidents()).list({}), { code: 'tool_missing' });
  });

  it('refuses a token without its scope, and it is told which permission that was', async () => {
    await signIn(['openid', 'incidents:read']);
    await assert.rejects(client.connection(), { code: 'insufficient_scope' });
  });
});
