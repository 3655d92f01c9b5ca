import { sql } from 'kysely';
import type { Database } from './database.ts';
import { asciiLower } from './words.ts';

const MOST_IDS = 100;
/** From so many on, the newest are looked for among the incidents in their order rather than sorted. */
const MANY_MATCH = 1000;
const LAST_CHARACTER = '\u{10ffff}';

/** At most 100 ids that begin with `prefix`, those of the newest incidents first. */
export async function completeId(db: Database, prefix: string): Promise<string[]> {
  const from = asciiLower(prefix);
  const beginning = db
    .selectFrom('incidents')
    .select(['id', 'created_at', 'seq'])
    .where(sql`lower(id)`, '>=', from)
    .where(sql`lower(id)`, '<', `${from}${LAST_CHARACTER}`);
  const some = await beginning
    .orderBy(sql`lower(id)`)
    .limit(MANY_MATCH)
    .execute();
  const newest =
    some.length < MANY_MATCH
      ? some.toSorted((one, other) =>
          one.created_at === other.created_at ? other.seq - one.seq : one.created_at < other.created_at ? 1 : -1,
        )
      : await db
          .selectFrom('incidents')
          .select('id')
          .where(sql`substr(lower(id), 1, ${[...from].length})`, '=', from)
          .orderBy('created_at', 'desc')
          .orderBy('seq', 'desc')
          .limit(MOST_IDS)
          .execute();
  return newest.slice(0, MOST_IDS).map(({ id }) => id);
}
