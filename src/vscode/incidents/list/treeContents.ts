import type { IncidentLists } from './incidentLists.ts';
import type { TreeContents, TreeList } from './treeNodes.ts';

/** The lists as the tree takes them. */
export function treeLists(lists: IncidentLists): readonly TreeList[] {
  return lists.all().map(({ client, state }) => ({ serverId: client.id, name: client.entry.name, state }));
}

/** What the tree is put together from now. */
export function treeContents(lists: IncidentLists): TreeContents {
  return { lists: treeLists(lists), index: lists.index, filter: lists.wishes.filter };
}
