import { labelText } from '../shownText.ts';
import type { JsonObject } from './connection.ts';
import { withinTime } from './withinTime.ts';
import { withoutPatterns } from './withoutPatterns.ts';

const WORDS_LENGTH = 500;
/** Characters of a schema; making a validator of a longer one would hold up everything else. */
const SCHEMA_LENGTH = 500_000;
/** A shorter one without these keywords takes no longer than its own length and the value's allow. */
const QUICK_LENGTH = 20_000;
const COSTLY = /"(?:\$ref|\$dynamicRef|uniqueItems)"/;
/** Milliseconds in which everything else in the editor's process waits. */
const TIME_LIMIT = 1000;

/** Says what is wrong with a value, in the validator's words; undefined where it fits. */
export type FindMismatch = (value: JsonObject) => string | undefined;

/**
 * A check by a schema, such as that of a tool's arguments or structured content, which finds nothing where the schema
 * cannot be used, or asks for more than can be looked through. It takes long to make and is quick then. Loads the validator on first use.
 */
export async function schemaMismatch(schema: JsonObject): Promise<FindMismatch> {
  const { AjvJsonSchemaValidator } = await import('@modelcontextprotocol/client/validators/ajv');
  const text = judged(() => JSON.stringify(schema), atOnce);
  if (text === undefined || text.length > SCHEMA_LENGTH) return () => undefined;
  const within = text.length > QUICK_LENGTH || COSTLY.test(text) ? withinTime : atOnce;
  const find = judged(() => new AjvJsonSchemaValidator().getValidator({ ...withoutPatterns(schema) }), within);
  return (value) => {
    const verdict = find && judged(() => find(value), within);
    return !verdict || verdict.valid ? undefined : labelText(verdict.errorMessage, WORDS_LENGTH);
  };
}

/** What came of it; undefined for a schema that no validator understands, or that takes too long: it says nothing. */
function judged<T>(judge: () => T, within: typeof withinTime): T | undefined {
  let result: T | undefined;
  try {
    within(TIME_LIMIT, () => {
      result = judge();
    });
    return result;
  } catch {
    return undefined;
  }
}

function atOnce(_limit: number, run: () => void): void {
  run();
}
