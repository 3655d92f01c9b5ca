import type { Transaction } from 'kysely';
import * as z from 'zod';
import { sha256Base64url } from '../sha256Base64url.ts';
import type { StoreDatabase, Tables } from './database.ts';

/** One owner may have this many sessions; a further one ends the longest unused. */
const SESSIONS_PER_OWNER = 100;
/** What a session, and a stream of the 2026 era, may be subscribed to. */
export const SUBSCRIPTIONS_PER_SESSION = 500;
/** Sessions that one statement names. */
const BATCH = 500;

/** What a process did to a session; `unknown` stands for anything to any of them. */
export const sessionChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['subscribed', 'ended']), id: z.string() }),
  /** It has a newer event stream, with this number. */
  z.object({ kind: z.literal('streamed'), id: z.string(), stream: z.number() }),
  /** Its client gave up the call with this JSON-RPC id. */
  z.object({ kind: z.literal('cancelled'), id: z.string(), call: z.union([z.string(), z.number()]) }),
  z.object({ kind: z.literal('unknown') }),
]);
/** See {@link sessionChangeSchema}. */
export type SessionChange = z.infer<typeof sessionChangeSchema>;

/** A session, as any process can take it up. */
export interface KeptSession {
  readonly owner: string;
  /** The parameters that the client sent first. */
  readonly initialize: unknown;
  /** The number of its newest event stream; 0 where it had none. */
  readonly stream: number;
  /** Milliseconds since the epoch, some minutes ago at times. */
  readonly lastUsed: number;
  readonly subscriptions: readonly string[];
}

/** The database of the sessions does not do what it is asked; `cause` says why. */
export class SessionsUnreachable extends Error {
  override readonly name = 'SessionsUnreachable';

  constructor(cause: unknown) {
    super('the sessions cannot be reached', { cause });
  }
}

/**
 * The sessions of 2025-era clients, for all processes on one database. Ids and owners are hashes to it. All of it throws
 * {@link SessionsUnreachable}.
 */
export interface SessionStore {
  /** Keeps a new session; gives those of its owner that end for it. */
  open(id: string, owner: string, initialize: unknown): Promise<readonly string[]>;
  find(id: string): Promise<KeptSession | undefined>;
  /** What became of it: there is an end to subscriptions, and to sessions. */
  subscribe(id: string, uri: string): Promise<'done' | 'full' | 'gone'>;
  unsubscribe(id: string, uri: string): Promise<void>;
  /** Counts a new event stream, and gives its number; undefined where the session is gone. */
  openStream(id: string): Promise<number | undefined>;
  /** Says that these were used just now; gives those that are there. */
  touch(ids: readonly string[]): Promise<ReadonlySet<string>>;
  end(id: string): Promise<void>;
  /** Tells other processes that the client of a session gave up a call, by its JSON-RPC id. */
  cancel(id: string, call: string | number): Promise<void>;
  /** Ends those that were last used before this instant. */
  endUnused(before: number): Promise<void>;
  /** Hears of what other processes did. */
  onDidChangeElsewhere(listener: (change: SessionChange) => void): void;
}

/** The same work, which throws {@link SessionsUnreachable} where it fails. */
function reaching<Given extends unknown[], Result>(
  work: (...given: Given) => Promise<Result>,
): (...given: Given) => Promise<Result> {
  return async (...given) => {
    try {
      return await work(...given);
    } catch (error) {
      throw new SessionsUnreachable(error);
    }
  };
}

/** The sessions in an open database. `now` gives milliseconds since the epoch. */
export function createSessionStore(database: StoreDatabase, now: () => number): SessionStore {
  const { db } = database;
  let latest = 0;
  /** Later than all before, so that of two sessions one is the older. */
  const nextInstant = (): number => (latest = Math.max(now(), latest + 1));

  async function endIn(trx: Transaction<Tables>, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await trx.deleteFrom('sessions').where('id', 'in', ids).execute();
    for (const id of ids) await database.tellOthersOfSession(trx, { kind: 'ended', id });
  }
  /** Keeps other processes from the session until the transaction ends; false where it is gone. */
  async function lock(trx: Transaction<Tables>, id: string): Promise<boolean> {
    const updated = trx.updateTable('sessions').set({ last_used: now() }).where('id', '=', id);
    return (await updated.returning('id').execute()).length > 0;
  }

  return {
    open: reaching((id, owner, initialize) =>
      database.transaction(async (trx) => {
        const at = nextInstant();
        const row = { id, owner, initialize: JSON.stringify(initialize), streams: 0, opened_at: at, last_used: at };
        await trx.insertInto('sessions').values(row).execute();
        const byUse = trx.selectFrom('sessions').select('id').where('owner', '=', owner).where('id', '<>', id);
        const newestFirst = byUse.orderBy('last_used', 'desc').orderBy('opened_at', 'desc');
        const beyond = await newestFirst
          .limit(BATCH)
          .offset(SESSIONS_PER_OWNER - 1)
          .execute();
        const ended = beyond.map((other) => other.id);
        await endIn(trx, ended);
        return ended;
      }),
    ),
    find: reaching(async (id) => {
      const row = await db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return undefined;
      const uris = await db.selectFrom('session_subscriptions').select('uri').where('session', '=', id).execute();
      const initialize: unknown = JSON.parse(row.initialize);
      return {
        owner: row.owner,
        initialize,
        stream: row.streams,
        lastUsed: Number(row.last_used),
        subscriptions: uris.map(({ uri }) => uri),
      };
    }),
    subscribe: reaching((id, uri) =>
      database.transaction(async (trx) => {
        if (!(await lock(trx, id))) return 'gone';
        const held = trx.selectFrom('session_subscriptions').where('session', '=', id);
        const same = held.select('uri').where('uri_hash', '=', sha256Base64url(uri));
        if ((await same.execute()).length > 0) return 'done';
        const { number } = await held.select(({ fn }) => fn.countAll().as('number')).executeTakeFirstOrThrow();
        if (Number(number) >= SUBSCRIPTIONS_PER_SESSION) return 'full';
        await trx
          .insertInto('session_subscriptions')
          .values({ session: id, uri_hash: sha256Base64url(uri), uri })
          .execute();
        await database.tellOthersOfSession(trx, { kind: 'subscribed', id });
        return 'done';
      }),
    ),
    unsubscribe: reaching((id, uri) =>
      database.transaction(async (trx) => {
        const held = trx.deleteFrom('session_subscriptions').where('session', '=', id);
        await held.where('uri_hash', '=', sha256Base64url(uri)).execute();
        await database.tellOthersOfSession(trx, { kind: 'subscribed', id });
      }),
    ),
    openStream: reaching((id) =>
      database.transaction(async (trx) => {
        const counted = trx
          .updateTable('sessions')
          .set((row) => ({ streams: row('streams', '+', 1), last_used: now() }))
          .where('id', '=', id);
        const stream = (await counted.returning('streams').executeTakeFirst())?.streams;
        if (stream !== undefined) await database.tellOthersOfSession(trx, { kind: 'streamed', id, stream });
        return stream;
      }),
    ),
    touch: reaching(async (ids) => {
      const there = new Set<string>();
      for (let at = 0; at < ids.length; at += BATCH) {
        const used = db
          .updateTable('sessions')
          .set({ last_used: now() })
          .where('id', 'in', ids.slice(at, at + BATCH));
        for (const { id } of await used.returning('id').execute()) there.add(id);
      }
      return there;
    }),
    end: reaching((id) => database.transaction((trx) => endIn(trx, [id]))),
    cancel: reaching((id, call) =>
      database.transaction((trx) => database.tellOthersOfSession(trx, { kind: 'cancelled', id, call })),
    ),
    endUnused: reaching(async (before) => {
      await db.deleteFrom('sessions').where('last_used', '<', before).execute();
    }),
    onDidChangeElsewhere: (listener) => database.onSessionChangeElsewhere(listener),
  };
}
