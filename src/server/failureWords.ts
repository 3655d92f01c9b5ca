import * as z from 'zod';
import { asError } from './asError.ts';

/** Of an error's text, in characters, and of its causes. */
const LONGEST = 500;
const DEEPEST = 5;

const codeSchema = z.object({ code: z.string().max(50) });
/** What was sent, as messages quote it: PostgreSQL behind a colon or `near`, `JSON.parse` anywhere. */
const QUOTED_VALUE = /(: |near )".*"/gs;
const QUOTED = /(["']).*\1/gs;

/** What the log has of a failure. */
export interface FailureWords {
  /** What failed. */
  readonly msg: string;
  /** Why. */
  readonly error: string;
  readonly errorCode?: string;
  /** What lies behind that. */
  readonly causes?: readonly string[];
}

function textOf(error: Error): string {
  const many = error instanceof AggregateError && error.message === '' ? error.errors : [];
  const text = many.length > 0 ? many.map((one) => asError(one).message).join('; ') : error.message;
  const plain = error instanceof SyntaxError ? text.replace(QUOTED, '…') : text.replace(QUOTED_VALUE, '$1…');
  return plain.slice(0, LONGEST) || error.name;
}

function causesOf(error: Error): Error[] {
  const causes: Error[] = [];
  for (let { cause } = error; cause !== undefined && causes.length < DEEPEST; { cause } = asError(cause)) {
    causes.push(asError(cause));
  }
  return causes;
}

/**
 * What failed and why: an error with a cause says by its message what failed, and its causes say why. Without the values
 * that messages quote.
 */
export function failureWords(error: Error): FailureWords {
  const causes = causesOf(error);
  const [why = error, ...behind] = causes;
  const codes = [why, ...behind].flatMap((one) => codeSchema.safeParse(one).data?.code ?? []);
  return {
    msg: causes.length === 0 ? 'failure' : textOf(error).replace(`: ${textOf(why)}`, ''),
    error: textOf(why),
    ...(codes[0] !== undefined && { errorCode: codes[0] }),
    ...(behind.length > 0 && { causes: behind.map(textOf) }),
  };
}
