import { isJsonArray, isJsonObject } from '../../json.ts';
import type { Json, JsonObject } from '../connection.ts';
import { toolForm } from '../toolForm.ts';
import type { FormField } from '../toolForm.ts';

/** More than this nobody fills in, one question after the other. */
const FIELDS = 40;
const CHOICES = 500;
/** Types of the values that a form may ask for (MCP, "Requested schema"). */
const PRIMITIVES: readonly (Json | undefined)[] = ['string', 'number', 'integer', 'boolean'];

/**
 * The fields of a form that a server asks for (MCP elicitation, form mode); undefined for what is none: values within
 * values, conditions, or more than a person could fill in.
 */
export function elicitationForm(schema: JsonObject): readonly FormField[] | undefined {
  const { type, properties } = schema;
  if (type !== 'object' || !isJsonObject(properties)) return undefined;
  const own = Object.values(properties);
  if (own.length > FIELDS || !own.every(isFlat)) return undefined;
  const fields = toolForm(schema);
  const isAskable = fields.every((field) => field.type !== 'json' && field.choices.length <= CHOICES);
  return isAskable ? fields : undefined;
}

function isFlat(schema: Json): boolean {
  if (!isJsonObject(schema)) return false;
  const { type, items, minItems } = schema;
  if (type !== 'array') return PRIMITIVES.includes(type) && !('properties' in schema);
  const options = isJsonObject(items) ? (items['enum'] ?? items['anyOf'] ?? items['oneOf']) : undefined;
  return isJsonArray(options) && (typeof minItems !== 'number' || minItems <= options.length);
}
