import * as z from 'zod';
import type { Notice } from '../../http/serverOperation.ts';
import { NoTurn, type Turns } from '../inTurn.ts';
import type { ProxyAudit } from '../proxyAudit.ts';
import type { Place, RecordStore } from '../store/recordStore.ts';
import type { OktaClient } from './oktaClient.ts';
import { RecordsUnreachable } from '../temporarilyUnavailable.ts';
import { UpstreamEnded, upstreamFailure } from './upstreamFailure.ts';

const MODEL = 'Upstream';
/** How long what Okta gave may wait for the client to fetch its tokens, in seconds. */
const UNCLAIMED_SECONDS = 600;
/** After a week of failed attempts to revoke it, a refresh token at Okta has lain idle for too long anyway. */
const GIVEN_UP_SECONDS = 7 * 24 * 3600;

const UNREAD =
  'sign-ins that ended were kept under another SESSION_SECRET_KEY: they are dropped, and not revoked at Okta';

const grantSchema = z.object({
  grantId: z.string(),
  clientId: z.string(),
  /** Okta's id of the person. */
  subject: z.string(),
  login: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
  /** What Okta granted. */
  scopes: z.array(z.string()),
  refreshToken: z.string().optional(),
});
/** What stands at Okta behind a grant of the proxy. */
export type UpstreamGrant = z.infer<typeof grantSchema>;

/** What keeping them needs. */
export interface UpstreamParts {
  readonly store: RecordStore;
  readonly okta: OktaClient;
  readonly audit: ProxyAudit;
  readonly notice: Notice;
  /** Turns among all that share the store, by the id of the grant: Okta may take each refresh token once. */
  readonly turns: Turns;
  /** The same turns, for what asks nothing of Okta: a slow Okta leaves room for these. */
  readonly shortTurns: Turns;
}

interface Known {
  readonly grant: UpstreamGrant;
  readonly version: number;
}

/** Keeps, renews and ends what stands at Okta behind each grant. Okta's tokens leave this file for Okta alone. */
export class UpstreamGrants {
  readonly #store: RecordStore;
  readonly #okta: OktaClient;
  readonly #audit: ProxyAudit;
  readonly #notice: Notice;
  readonly #turns: Turns;
  readonly #shortTurns: Turns;
  /** Where the last sweep ended. */
  #swept: Place | undefined;
  #hasToldOfUnread = false;

  constructor({ store, okta, audit, notice, turns, shortTurns }: UpstreamParts) {
    this.#store = store;
    this.#okta = okta;
    this.#audit = audit;
    this.#notice = notice;
    this.#turns = turns;
    this.#shortTurns = shortTurns;
  }

  /** Keeps what a sign-in gave, for a few minutes: see {@link claim}. */
  async add(grant: UpstreamGrant): Promise<void> {
    await this.#store.put(MODEL, grant.grantId, grant, { expiresAt: this.#store.seconds() + UNCLAIMED_SECONDS });
  }

  /**
   * Keeps what can be renewed for as long as the client may come again, once it redeemed its code. Gives undefined where
   * it was ended meanwhile. Throws {@link RecordsUnreachable}.
   *
   * @param expiresAt seconds since 1970
   */
  claim(grantId: string, expiresAt: number): Promise<UpstreamGrant | undefined> {
    const claimed = this.#shortTurns(grantId, async () => {
      const grant = await this.find(grantId);
      if (grant?.refreshToken !== undefined) await this.#store.prolong(MODEL, grantId, expiresAt);
      return grant;
    });
    return claimed.catch((error: unknown) => {
      throw error instanceof NoTurn ? new RecordsUnreachable(error) : error;
    });
  }

  async find(grantId: string): Promise<UpstreamGrant | undefined> {
    return (await this.#read(grantId))?.grant;
  }

  /**
   * Refreshes at Okta, once for all who ask while it waits for its turn, and keeps what stands there for as long as the
   * client may come again. Throws {@link UpstreamEnded}, `UpstreamUnavailable` or `NoTurn`.
   *
   * @param expiresAt seconds since 1970
   */
  async renew(grantId: string, expiresAt: number): Promise<UpstreamGrant> {
    const before = await this.#read(grantId);
    return this.#turns(grantId, async () => {
      const now = await this.#read(grantId);
      const isRenewed = now !== undefined && now.version !== before?.version;
      const grant = isRenewed ? now.grant : await this.#renew(grantId, now);
      await this.#store.prolong(MODEL, grantId, expiresAt);
      return grant;
    });
  }

  /** Revokes at Okta. What cannot be revoked now is tried again by {@link sweep}. */
  async end(grantId: string): Promise<void> {
    try {
      await this.#turns(grantId, async () => {
        const known = await this.#read(grantId);
        if (known === undefined || (await this.#revoke(known.grant))) return;
        await this.#endLater(grantId);
      });
    } catch (error) {
      if (!(error instanceof NoTurn)) throw error;
      await this.#endLater(grantId);
    }
  }

  /** Is over from now on, so that {@link sweep} revokes it. */
  async #endLater(grantId: string): Promise<void> {
    await this.#store.prolong(MODEL, grantId, this.#store.seconds());
  }

  /**
   * Revokes at Okta what is over here, some at a time; what could not be revoked keeps the instant of its end, and goes in
   * time.
   */
  async sweep(): Promise<void> {
    const { contents, removed, next } = await this.#store.expired(MODEL, this.#swept);
    this.#swept = next;
    if (removed > 0 && !this.#hasToldOfUnread) this.#notice('warn', UNREAD);
    this.#hasToldOfUnread ||= removed > 0;
    for (const content of contents) {
      const { data: grant } = grantSchema.safeParse(content);
      if (grant) await this.#revoke(grant);
    }
    await this.#store.purge(MODEL, GIVEN_UP_SECONDS);
  }

  async #read(grantId: string): Promise<Known | undefined> {
    const record = await this.#store.get(MODEL, grantId);
    return record && { grant: grantSchema.parse(record.content), version: record.version };
  }

  async #renew(grantId: string, known: Known | undefined): Promise<UpstreamGrant> {
    if (known?.grant.refreshToken === undefined) throw new UpstreamEnded('nothing stands at Okta any more');
    const { grant, version } = known;
    try {
      const tokens = await this.#okta.refresh(known.grant.refreshToken);
      const scopes = tokens.scopes.filter((scope) => grant.scopes.includes(scope));
      const renewed = { ...grant, scopes, refreshToken: tokens.refreshToken ?? grant.refreshToken };
      // A process that lost its turn with its connection must not undo what another one did.
      await this.#store.replace(MODEL, grantId, version, renewed);
      return renewed;
    } catch (error) {
      const failure = upstreamFailure(error);
      const now = await this.#read(grantId);
      if (failure instanceof UpstreamEnded && now !== undefined && now.version !== version)
        return this.#renew(grantId, now);
      if (failure instanceof UpstreamEnded) await this.#store.remove(MODEL, grantId);
      throw failure;
    }
  }

  /** Tells whether it went well. */
  async #revoke(grant: UpstreamGrant): Promise<boolean> {
    const { grantId, refreshToken, subject, clientId: client } = grant;
    try {
      if (refreshToken !== undefined) await this.#okta.revoke(refreshToken);
      await this.#store.remove(MODEL, grantId);
      this.#audit({ event: 'upstream_revoked', subject, client });
      return true;
    } catch {
      this.#audit({ event: 'upstream_revocation_failed', subject, client });
      return false;
    }
  }
}
