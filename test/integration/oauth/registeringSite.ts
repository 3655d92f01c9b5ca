import assert from 'node:assert/strict';
import { isAppError } from '../../../src/core/errors.ts';
import type { AppErrorCode } from '../../../src/core/errors.ts';
import { beginAuthorization } from '../../../src/core/oauth/signIn/authorization.ts';
import type { PlanOptions, SignInPlan, SignInProposal } from '../../../src/core/oauth/signIn/planSignIn.ts';
import { redirectUrisOn } from '../../../src/core/oauth/callbacks/redirectUris.ts';
import { Registrations } from '../../../src/core/oauth/clients/registrations.ts';
import type { SignedIn } from '../../../src/core/oauth/signIn/signedIn.ts';
import { startRegisteringIssuer } from '../../peers/registeringIssuer.ts';
import type { RegisteringIssuer } from '../../peers/registeringIssuer.ts';
import { realEffects } from '../support/connectTo.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import { challenge, json, RESOURCE, startHostileSite } from './hostileSite.ts';
import type { EntryChanges, HostileSite } from './hostileSite.ts';

/** A server whose issuer registers clients, and an extension that has no client id for it. */
export interface RegisteringSite {
  readonly issuer: RegisteringIssuer;
  readonly site: HostileSite;
  readonly secrets: MemorySecrets;
  readonly registrations: Registrations;
  /** Moves the extension's clock on, in seconds. */
  pass(seconds: number): void;
  /** Has the server name another issuer. */
  name(issuer: string): void;
  propose(options?: PlanOptions, changes?: EntryChanges): Promise<SignInProposal>;
  /** Plans the sign-in, as if the person had agreed. */
  plan(options?: PlanOptions, changes?: EntryChanges): Promise<SignInPlan>;
  /** Signs in by the first redirect URI that the client may use. */
  signIn(plan: SignInPlan): Promise<SignedIn>;
  close(): Promise<void>;
}

/** Fails unless `planned` is refused with this code. */
export function fails(planned: Promise<unknown>, code: AppErrorCode): Promise<void> {
  return assert.rejects(planned, (error) => {
    assert.ok(isAppError(error), String(error));
    assert.equal(error.code, code);
    return true;
  });
}

/** Starts a {@link RegisteringSite}. */
export async function startRegisteringSite(): Promise<RegisteringSite> {
  const issuer = await startRegisteringIssuer();
  const site = await startHostileSite();
  const secrets = new MemorySecrets();
  let clock = Date.now();
  const registrations = new Registrations(secrets, () => clock);
  const name = (named: string): void => {
    site.routes = {
      '/mcp': challenge(() => 'Bearer scope="a"'),
      [RESOURCE]: json((own) => ({
        resource: `${own}/mcp`,
        authorization_servers: [named],
        scopes_supported: ['a', 'b', 'offline_access', 'c\u200b'],
      })),
    };
  };
  name(issuer.url);
  const propose: RegisteringSite['propose'] = (options, changes) =>
    site.propose({ clientId: undefined, ...changes }, fetch, {
      registrations,
      redirectUris: (path) => redirectUrisOn(path, 'vscode', []),
      ...options,
    });
  return {
    issuer,
    site,
    secrets,
    registrations,
    pass: (seconds) => {
      clock += seconds * 1000;
    },
    name,
    propose,
    plan: async (...asked) => (await propose(...asked)).settle(),
    signIn: async (planned) => {
      const [redirectUri = ''] = planned.redirectUris ?? [];
      const pending = await beginAuthorization(planned, { redirectUri }, realEffects());
      const page = await fetch(pending.url, { redirect: 'manual' });
      return pending.redeem(new URL(page.headers.get('location') ?? 'none:'));
    },
    close: async () => {
      await site.close();
      await issuer.close();
    },
  };
}
