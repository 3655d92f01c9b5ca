import { asError } from '../asError.ts';

/** Why the server cannot start; each problem begins with the variables that decide it. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
  readonly problems: readonly string[];

  constructor(problem: string | readonly string[], options?: ErrorOptions) {
    const problems = [problem].flat();
    super(problems.join('; '), options);
    this.problems = problems;
  }
}

/** Runs a part of the start; what it fails with says which variables it comes from. @throws StartFailure */
export async function blaming<T>(variables: string, start: () => T | Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    throw new StartFailure(`${variables}: ${asError(error).message}`, { cause: error });
  }
}

/** Makes all checks, and gives what the last one gives; says at once what is wrong in any of them. @throws StartFailure */
export function checkAll<T>(checks: readonly (() => void)[], last: () => T): T {
  const problems: string[] = [];
  const run = <R>(check: () => R): R | undefined => {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof StartFailure)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  for (const check of checks) run(check);
  const found = run(() => ({ value: last() }));
  if (found === undefined || problems.length > 0) throw new StartFailure(problems);
  return found.value;
}
