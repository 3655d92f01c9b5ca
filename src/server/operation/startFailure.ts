import { asError } from '../asError.ts';

/** Why the server cannot start; the message begins with the variables that decide it. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

/** Runs a part of the start; what it fails with says which variables it comes from. @throws StartFailure */
export async function blaming<T>(variables: string, start: () => T | Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    throw new StartFailure(`${variables}: ${asError(error).message}`, { cause: error });
  }
}
