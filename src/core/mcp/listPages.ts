import { AppError } from '../errors.ts';

/** Pages after which a list counts as endless. */
export const PAGE_LIMIT = 1_000;

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | undefined;
}

/**
 * All items of a list that comes in pages.
 * @throws AppError `endless_list` when a cursor comes a second time or after {@link PAGE_LIMIT} pages
 */
export async function listPages<T>(
  what: string,
  fetchPage: (cursor: string | undefined) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < PAGE_LIMIT; page++) {
    const { items: more, nextCursor } = await fetchPage(cursor);
    for (const item of more) items.push(item);
    if (nextCursor === undefined) return items;
    if (seen.has(nextCursor)) break;
    seen.add(nextCursor);
    cursor = nextCursor;
  }
  throw new AppError('endless_list', { what });
}
