/** Runs work of the same name one after another, and work of different names side by side. */
export type Turns = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** Whose turn it is cannot be found out, or another has it for too long. */
export class NoTurn extends Error {}

/** Turns within this process. */
export function inTurn(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const turn = (last.get(name) ?? Promise.resolve()).then(work, work);
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    last.set(name, settled);
    void settled.then(() => {
      if (last.get(name) === settled) last.delete(name);
    });
    return turn;
  };
}
