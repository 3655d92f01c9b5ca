import * as z from 'zod/mini';
import type { IncidentLists } from './incidentLists.ts';

const hiddenSchema = z.object({ group: z.string() });

/** Loads the next page of a server, or of all; or shows more of a group's loaded rows. */
export async function loadMore(lists: IncidentLists, argument: unknown): Promise<void> {
  const hidden = hiddenSchema.safeParse(argument);
  if (hidden.success) return lists.showMore(hidden.data.group);
  const wanted = lists.all().filter(({ client }) => argument === undefined || client.id === argument);
  await Promise.all(wanted.map((list) => list.loadMore()));
}
