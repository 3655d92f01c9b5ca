import { isJsonArray, isJsonObject } from '../json.ts';
import type { Json, JsonObject } from './connection.ts';

/** What says something only together with `patternProperties`. */
const DEPENDENT = ['patternProperties', 'additionalProperties', 'unevaluatedProperties'];

/**
 * A schema that tries no regular expression: whoever wrote both the schema and the value could make one take for ever.
 */
export function withoutPatterns(schema: JsonObject): JsonObject {
  const dropped = 'patternProperties' in schema ? DEPENDENT : [];
  const kept = Object.entries(schema).filter(
    ([keyword, value]) => !dropped.includes(keyword) && !(keyword === 'pattern' && typeof value === 'string'),
  );
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, cleaned(value)]));
}

function cleaned(value: Json): Json {
  if (isJsonArray(value)) return value.map(cleaned);
  return isJsonObject(value) ? withoutPatterns(value) : value;
}
