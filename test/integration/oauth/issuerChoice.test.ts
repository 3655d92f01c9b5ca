import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import type { PlanOptions } from '../../../src/core/oauth/signIn/planSignIn.ts';
import { challenge, GOOD, json, metadata, RESOURCE, text, useHostileSite } from './hostileSite.ts';
import type { EntryChanges, HostileSite } from './hostileSite.ts';

describe('The issuer that discovery finds', function () {
  this.timeout(30_000);
  let site: HostileSite;
  useHostileSite((started) => {
    site = started;
  });

  const plan = (changes?: EntryChanges, options?: PlanOptions) => site.plan(changes, fetch, options);

  describe('of a server older than resource metadata', () => {
    const OLD = { '/mcp': challenge(() => 'Bearer') };
    const own = (origin: string) => ({ ...metadata(origin), issuer: origin });

    it('takes the metadata at its own origin', async () => {
      site.routes = { ...OLD, '/.well-known/oauth-authorization-server': json(own) };
      const found = await plan();
      assert.equal(found.issuer, site.origin);
      assert.equal(found.metadata.token_endpoint, `${site.origin}/as/token`);
    });

    it('insists on PKCE in such metadata', async () => {
      const without = json((origin) => ({ ...own(origin), code_challenge_methods_supported: [] }));
      site.routes = { ...OLD, '/.well-known/oauth-authorization-server': without };
      await assert.rejects(plan(), (error) => isAppError(error, 'pkce_unsupported'));
    });

    it('assumes the endpoints where it tells nothing at all', async () => {
      site.routes = { ...OLD, '/authorize': text(400, 'text/plain', '') };
      const { issuer, metadata: assumed, resource } = await plan();
      assert.equal(issuer, site.origin);
      assert.equal(assumed.authorization_endpoint, `${site.origin}/authorize`);
      assert.equal(assumed.token_endpoint, `${site.origin}/token`);
      assert.equal(assumed.registration_endpoint, `${site.origin}/register`);
      assert.equal(resource, `${site.origin}/mcp`);
    });

    it('assumes nothing where nobody answers at the first of them', async () => {
      site.routes = OLD;
      await assert.rejects(plan(), (error) => isAppError(error, 'issuer_missing'));
    });

    it('assumes nothing of a server that asks for no token', async () => {
      site.routes = { '/mcp': json(() => ({})), '/authorize': text(400, 'text/plain', '') };
      await assert.rejects(plan(), (error) => isAppError(error, 'server_not_protected'));
      assert.ok(!site.asked.includes('GET /authorize'));
    });
  });

  describe('of a server with several issuers', () => {
    const named = (issuers: (origin: string) => readonly string[]) => ({
      ...GOOD,
      [RESOURCE]: json((origin) => ({ resource: `${origin}/mcp`, authorization_servers: issuers(origin) })),
      '/.well-known/oauth-authorization-server/other': json((origin) => ({
        ...metadata(origin),
        issuer: `${origin}/other`,
      })),
    });

    it('asks which one, each named once, those that are never asked left out', async () => {
      site.routes = named((own) => [`${own}/as`, `${own}/other`, `${own}/as`, 'http://evil.example', 'javascript:1']);
      let offered: readonly string[] = [];
      const chooseIssuer = async (issuers: readonly string[]) => {
        offered = issuers;
        return issuers[1] ?? '';
      };
      assert.equal((await plan({}, { chooseIssuer })).issuer, `${site.origin}/other`);
      assert.deepEqual(offered, [`${site.origin}/as`, `${site.origin}/other`]);
    });

    it('asks nobody about one alone, or one that is configured', async () => {
      const chooseIssuer = () => assert.fail('asked');
      assert.equal((await plan({}, { chooseIssuer })).issuer, `${site.origin}/as`);
      site.routes = named((own) => [`${own}/as`, `${own}/other`]);
      assert.equal((await plan({ issuer: `${site.origin}/other` }, { chooseIssuer })).issuer, `${site.origin}/other`);
    });

    it('takes the first unless told, and none but the named', async () => {
      site.routes = named((own) => [`${own}/as`, `${own}/other`]);
      assert.equal((await plan()).issuer, `${site.origin}/as`);
      const chooseIssuer = async () => 'https://evil.example';
      await assert.rejects(plan({}, { chooseIssuer }), (error) => isAppError(error, 'issuer_not_named'));
    });
  });

  describe('whose server does not name the configured issuer', () => {
    const refused = (named: string) => (error: unknown) => {
      assert.ok(isAppError(error, 'issuer_not_named'));
      assert.deepEqual(error.args, { issuer: 'https://okta.example', url: `${site.origin}/mcp`, named });
      return true;
    };
    const naming = (issuers: (own: string) => readonly string[]) => ({
      ...GOOD,
      [RESOURCE]: json((own) => ({ resource: `${own}/mcp`, authorization_servers: issuers(own) })),
    });

    it('says which ones it names', async () => {
      site.routes = naming((own) => [`${own}/as`, `${own}/other`, `${own}/as`]);
      const named = `${site.origin}/as, ${site.origin}/other`;
      await assert.rejects(plan({ issuer: 'https://okta.example' }), refused(named));
    });

    it('says no more of them than fits, and nothing that hides what it is', async () => {
      site.routes = naming(() => [`https://a.example/${'x'.repeat(10_000)}`, 'b\u202e\nc', 'd', 'e', 'f']);
      const named = `https://a.example/${'x'.repeat(81)}…, b c, d, …`;
      await assert.rejects(plan({ issuer: 'https://okta.example' }), refused(named));
    });
  });

  describe('that meets a slip in an issuer', () => {
    it('says that the slash at the end is it', async () => {
      site.routes = {
        ...GOOD,
        [RESOURCE]: json((own) => ({ resource: `${own}/mcp`, authorization_servers: [`${own}/as/`] })),
      };
      await assert.rejects(plan(), (error) => {
        assert.ok(isAppError(error, 'issuer_slash'));
        assert.deepEqual(error.args, { issuer: `${site.origin}/as/`, found: `${site.origin}/as` });
        return true;
      });
    });

    it('gets over it where server and settings differ by it', async () => {
      assert.equal((await plan({ issuer: `${site.origin}/as/` })).issuer, `${site.origin}/as`);
      site.routes = {
        ...GOOD,
        [RESOURCE]: json((own) => ({ resource: `${own}/mcp`, authorization_servers: [`${own}/as/`] })),
      };
      assert.equal((await plan({ issuer: `${site.origin}/as` })).issuer, `${site.origin}/as`);
    });

    for (const path of ['/as/.well-known/openid-configuration', '/.well-known/oauth-authorization-server/as']) {
      it(`says that ${path} is no issuer, and which one is likely`, () =>
        assert.rejects(plan({ issuer: `${site.origin}${path}` }), (error) => {
          assert.ok(isAppError(error, 'issuer_is_metadata'));
          assert.equal(error.args['likely'], `${site.origin}/as`);
          return true;
        }));
    }
  });
});
