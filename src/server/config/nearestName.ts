/** From this length on two slips of the keys are taken for one. */
const LONG = 9;

/** How many letters were left out, added, exchanged or swapped with their neighbour between two texts. */
function slips(one: string, other: string): number {
  let [before, last]: number[][] = [[], Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const at = (from: readonly number[] | undefined, index: number): number => from?.[index] ?? Infinity;
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = row > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwapped ? at(before, column - 2) + 1 : Infinity,
      );
    }
    [before, last] = [last, current];
  }
  return last?.[other.length] ?? Infinity;
}

/** The known name that is probably meant by `name`, in whatever case: one that differs by a slip, or that goes on after it. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const given = name.toUpperCase();
  const most = given.length < LONG ? 1 : 2;
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: slips(given, candidate.toUpperCase()) }))
    .toSorted((one, other) => one.distance - other.distance);
  if (nearest !== undefined && nearest.distance <= most) return nearest.candidate;
  return given.includes('_') ? known.find((candidate) => candidate.toUpperCase().startsWith(`${given}_`)) : undefined;
}
