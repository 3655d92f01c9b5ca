import { labelText } from '../shownText.ts';
import type { JsonObject } from './connection.ts';
import { withoutPatterns } from './withoutPatterns.ts';

const WORDS_LENGTH = 500;
/** Characters of a schema; making a validator of a longer one would hold up everything else. */
const SCHEMA_LENGTH = 500_000;

/**
 * What is wrong with a value by a schema, such as a tool's arguments or structured content, in the validator's words;
 * undefined where it fits, or where the schema itself cannot be used. Loads the validator on first use.
 */
export async function schemaMismatch(schema: JsonObject | undefined, value: JsonObject): Promise<string | undefined> {
  if (!schema) return undefined;
  const { AjvJsonSchemaValidator } = await import('@modelcontextprotocol/client/validators/ajv');
  try {
    if (JSON.stringify(schema).length > SCHEMA_LENGTH) return undefined;
    const validate = new AjvJsonSchemaValidator().getValidator({ ...withoutPatterns(schema) });
    const verdict = validate(value);
    return verdict.valid ? undefined : labelText(verdict.errorMessage, WORDS_LENGTH);
  } catch {
    // A schema that no validator understands says nothing of the content.
    return undefined;
  }
}
