import * as z from 'zod';
import type { Notice } from '../../http/serverOperation.ts';
import { NoTurn, type Turns } from '../inTurn.ts';
import type { ProxyAudit } from '../proxyAudit.ts';
import type { Place, RecordStore } from '../store/recordStore.ts';
import type { OktaClient, UpstreamTokens } from './oktaClient.ts';
import { oktaWords } from './oktaProblem.ts';
import { UnkeptRenewals } from './unkeptRenewals.ts';
import { UpstreamEnded, upstreamFailure, UpstreamUnavailable } from './upstreamFailure.ts';

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
  readonly #unkept: UnkeptRenewals<Known>;
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
    this.#unkept = new UnkeptRenewals({ keep: (renewal) => this.#keep(renewal), turns, notice });
  }

  /** Keeps what a sign-in gave, for a few minutes: see {@link claim}. */
  async add(grant: UpstreamGrant): Promise<void> {
    await this.#store.put(MODEL, grant.grantId, grant, { expiresAt: this.#store.seconds() + UNCLAIMED_SECONDS });
  }

  /**
   * Keeps what can be renewed for as long as the client may come again, once it redeemed its code. Gives undefined where
   * it was ended meanwhile.
   *
   * @param expiresAt seconds since 1970
   */
  claim(grantId: string, expiresAt: number): Promise<UpstreamGrant | undefined> {
    return this.#shortTurns(grantId, async () => {
      const grant = await this.find(grantId);
      if (grant?.refreshToken !== undefined) await this.#store.prolong(MODEL, grantId, expiresAt);
      return grant;
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

  /** Revokes at Okta what is not kept, or no more; what cannot be revoked now is kept for {@link sweep}. */
  async discard(grant: UpstreamGrant): Promise<void> {
    if (await this.#revoke(grant)) return;
    await this.#store.put(MODEL, grant.grantId, grant, { expiresAt: this.#store.seconds() });
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
    await this.#unkept.flush();
    const { contents, removed, next } = await this.#store.expired(MODEL, this.#swept);
    this.#swept = next;
    if (removed > 0 && !this.#hasToldOfUnread) this.#notice('warn', UNREAD);
    this.#hasToldOfUnread ||= removed > 0;
    for (const content of contents) {
      const { data: grant } = grantSchema.safeParse(content);
      if (grant && this.#unkept.get(grant.grantId) === undefined) await this.#revoke(grant);
    }
    await this.#store.purge(MODEL, GIVEN_UP_SECONDS);
  }

  /** Writes what could not be written before, where that can be done now. */
  close(): Promise<void> {
    return this.#unkept.close();
  }

  /** What is kept; where nobody changed it since, what Okta gave after that and could not be written yet. */
  async #read(grantId: string): Promise<Known | undefined> {
    const record = await this.#store.get(MODEL, grantId);
    if (record === undefined) return undefined;
    const unkept = this.#unkept.get(grantId);
    if (unkept?.version === record.version) return unkept;
    return { grant: grantSchema.parse(record.content), version: record.version };
  }

  async #renew(grantId: string, known: Known | undefined): Promise<UpstreamGrant> {
    if (known?.grant.refreshToken === undefined) throw new UpstreamEnded('nothing stands at Okta any more');
    const { grant, version } = known;
    let tokens: UpstreamTokens;
    try {
      tokens = await this.#okta.refresh(known.grant.refreshToken);
    } catch (error) {
      const failure = upstreamFailure(error);
      if (!(failure instanceof UpstreamEnded)) throw failure;
      const now = await this.#read(grantId);
      if (now !== undefined && now.version !== version) return this.#renew(grantId, now);
      await this.#store.remove(MODEL, grantId);
      this.#unkept.delete(grantId);
      throw failure;
    }
    const scopes = tokens.scopes.filter((scope) => grant.scopes.includes(scope));
    const renewed = { ...grant, scopes, refreshToken: tokens.refreshToken ?? grant.refreshToken };
    const isKept = await this.#unkept.write(grantId, { grant: renewed, version }).catch((error: unknown) => {
      throw new UpstreamUnavailable('what Okta gave cannot be written now', { cause: error });
    });
    if (!isKept) throw new UpstreamEnded('it was ended here meanwhile');
    return renewed;
  }

  /**
   * Writes a renewal, unless another process that took over a lost turn wrote its own. Tells whether the grant stands;
   * where it was ended meanwhile, what Okta gave is revoked.
   */
  async #keep({ grant, version }: Known): Promise<boolean> {
    const { grantId } = grant;
    if (await this.#store.replace(MODEL, grantId, version, grant)) return true;
    if ((await this.#store.get(MODEL, grantId)) !== undefined) return true;
    await this.discard(grant);
    return false;
  }

  /** Tells whether it went well. */
  async #revoke(grant: UpstreamGrant): Promise<boolean> {
    const { grantId, refreshToken, subject, clientId: client } = grant;
    try {
      if (refreshToken !== undefined) await this.#okta.revoke(refreshToken);
      await this.#store.remove(MODEL, grantId);
      this.#unkept.delete(grantId);
      this.#audit({ event: 'upstream_revoked', subject, client });
      return true;
    } catch (error) {
      this.#audit({ event: 'upstream_revocation_failed', subject, client, reason: oktaWords(error) });
      return false;
    }
  }
}
