import { labelText } from '../shownText.ts';
import type { JsonObject } from './connection.ts';
import { withoutPatterns } from './withoutPatterns.ts';

const WORDS_LENGTH = 500;
/** Characters of a schema; making a validator of a longer one would hold up everything else. */
const SCHEMA_LENGTH = 500_000;

/** Says what is wrong with a value, in the validator's words; undefined where it fits. */
export type FindMismatch = (value: JsonObject) => string | undefined;

/**
/**
 * A check by a schema, such as that of a tool's arguments or structured content, which finds nothing where the schema
 * cannot be used. It takes long to make and is quick then. Loads the validator on first use.
 */
export async function schemaMismatch(schema: JsonObject): Promise<FindMismatch> {
  const { AjvJsonSchemaValidator } = await import('@modelcontextprotocol/client/validators/ajv');
  try {
    if (JSON.stringify(schema).length > SCHEMA_LENGTH) return () => undefined;
    const validate = new AjvJsonSchemaValidator().getValidator({ ...withoutPatterns(schema) });
    return (value) => {
      const verdict = validate(value);
      return verdict.valid ? undefined : labelText(verdict.errorMessage, WORDS_LENGTH);
    };
  } catch {
    // A schema that no validator understands says nothing of the content.
    return () => undefined;
  }
}
