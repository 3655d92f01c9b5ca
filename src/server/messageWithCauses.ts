import { asError } from './asError.ts';

function causesOf(error: unknown): readonly string[] {
  // What a parser says of a text quotes it, and it may be an answer with tokens.
  if (!(error instanceof Error) || error instanceof SyntaxError) return [];
  return [error.message, ...causesOf(error.cause)];
}

/** What an error says and what its causes add to that, for the log. */
export function messageWithCauses(thrown: unknown): string {
  const { message, cause } = asError(thrown);
  return causesOf(cause).reduce((told, more) => (told.includes(more) ? told : `${told}: ${more}`), message);
}
