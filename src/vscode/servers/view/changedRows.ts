import { AppError } from '../../../core/errors.ts';
import type { ServersNode } from './serverNodes.ts';

/** Rows below one that are drawn one by one; more are drawn at once with the one above them. */
const SINGLE_ROWS = 10;
/** Characters at each end of a picture's address by which two are told apart. */
const ENDS = 64;

/**
 * The rows that have to be drawn anew, each with all below it: the topmost ones that differ. 'all' where rows at the top
 * came, went or changed places.
 */
export function changedRows(before: readonly ServersNode[], after: readonly ServersNode[]): readonly string[] | 'all' {
  return haveSameIds(before, after) ? pairs(before, after).flatMap(([one, other]) => changesIn(one, other)) : 'all';
}

function changesIn(before: ServersNode, after: ServersNode): readonly string[] {
  const [earlier, later] = [childrenOf(before), childrenOf(after)];
  if (!haveSameIds(earlier, later) || ownText(before) !== ownText(after)) return [after.id];
  const below = pairs(earlier, later).flatMap(([one, other]) => changesIn(one, other));
  return below.length > SINGLE_ROWS ? [after.id] : below;
}

function childrenOf(node: ServersNode): readonly ServersNode[] {
  return 'children' in node ? node.children : [];
}

function haveSameIds(one: readonly ServersNode[], other: readonly ServersNode[]): boolean {
  return one.length === other.length && pairs(one, other).every(([before, after]) => before.id === after.id);
}

function pairs(
  one: readonly ServersNode[],
  other: readonly ServersNode[],
): readonly (readonly [ServersNode, ServersNode])[] {
  return one.flatMap((before, index) => {
    const after = other[index];
    return after ? [[before, after] as const] : [];
  });
}

/** All that a row shows itself. */
function ownText(node: ServersNode): string {
  return JSON.stringify(node, (key, value: unknown) => {
    if (key === 'children') return undefined;
    if (key === 'src' && typeof value === 'string') return [value.length, value.slice(0, ENDS), value.slice(-ENDS)];
    return value instanceof AppError ? [value.code, value.args] : value;
  });
}
