import { labelText } from '../shownText.ts';
import type { JsonObject } from './connection.ts';
import { withoutPatterns } from './withoutPatterns.ts';

const WORDS_LENGTH = 500;

/**
 * What is wrong with a tool's structured content by its output schema, in the validator's words; undefined where it
 * fits, or where the schema itself cannot be used. Loads the validator on first use.
 */
export async function outputMismatch(schema: JsonObject | undefined, value: JsonObject): Promise<string | undefined> {
  if (!schema) return undefined;
  const { AjvJsonSchemaValidator } = await import('@modelcontextprotocol/client/validators/ajv');
  try {
    const validate = new AjvJsonSchemaValidator().getValidator({ ...withoutPatterns(schema) });
    const verdict = validate(value);
    return verdict.valid ? undefined : labelText(verdict.errorMessage, WORDS_LENGTH);
  } catch {
    // A schema that no validator understands says nothing of the content.
    return undefined;
  }
}
