import { isJsonArray, isJsonObject } from '../../json.ts';
import { labelText, multilineText } from '../../shownText.ts';
import type { Json, JsonObject } from '../connection.ts';

const DEPTH = 60;
/** Schemas inside one; an editor that had to look through more at each letter would become slow. */
const SCHEMAS = 20_000;
const TEXT_LENGTH = 2000;

const ONE = 'items additionalProperties not if then else contains propertyNames unevaluatedProperties unevaluatedItems';
const NAMED = 'properties $defs definitions dependentSchemas';
const SEVERAL = 'anyOf oneOf allOf prefixItems';
const PLAIN =
  'type enum const default examples required minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength ' +
  'maxLength minItems maxItems uniqueItems minContains maxContains minProperties maxProperties dependentRequired ' +
  'format deprecated readOnly writeOnly';

const KINDS: ReadonlyMap<string, 'one' | 'named' | 'several' | 'plain'> = new Map([
  ...ONE.split(' ').map((keyword) => [keyword, 'one'] as const),
  ...NAMED.split(' ').map((keyword) => [keyword, 'named'] as const),
  ...SEVERAL.split(' ').map((keyword) => [keyword, 'several'] as const),
  ...PLAIN.split(' ').map((keyword) => [keyword, 'plain'] as const),
]);
/** What says something only together with `patternProperties`, which are cut. */
const DEPENDENT = ['additionalProperties', 'unevaluatedProperties'];

/**
 * A tool's schema as the editor's own JSON support may have it, for completion, hover and problems: with the keywords
 * of JSON Schema 2020-12 alone, texts made safe to show, no pattern, which could take for ever to try, and no reference
 * that leaves the document, which the editor would fetch. Undefined where it is too large.
 */
export function editorSchema(schema: JsonObject): JsonObject | undefined {
  const budget = { left: SCHEMAS };
  const kept = keptSchema(schema, budget, DEPTH);
  if (budget.left < 0 || !isJsonObject(kept)) return undefined;
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...kept };
}

interface Budget {
  left: number;
}

/** `true` stands for what is not looked at any more, and takes anything. */
function keptSchema(sent: Json, budget: Budget, depth: number): Json {
  if (!isJsonObject(sent)) return sent !== false;
  if (depth === 0 || (budget.left -= 1) < 0) return true;
  const dropped = 'patternProperties' in sent ? DEPENDENT : [];
  const entries = Object.entries(sent).flatMap(([keyword, value]): [string, Json][] => {
    const kept = dropped.includes(keyword) ? undefined : keptKeyword(keyword, value, budget, depth - 1);
    return kept === undefined ? [] : [[keyword, kept]];
  });
  return Object.fromEntries(entries);
}

function keptKeyword(keyword: string, value: Json, budget: Budget, depth: number): Json | undefined {
  if (keyword === 'title') return typeof value === 'string' ? labelText(value) : undefined;
  if (keyword === 'description') return typeof value === 'string' ? multilineText(value, TEXT_LENGTH) : undefined;
  if (keyword === '$ref') return typeof value === 'string' && value.startsWith('#') ? value : undefined;
  switch (KINDS.get(keyword)) {
    case 'one':
      return keptSchema(value, budget, depth);
    case 'named':
      if (!isJsonObject(value)) return undefined;
      return Object.fromEntries(
        Object.entries(value).map(([name, one]) => [name, keptSchema(one, budget, depth)] as const),
      );
    case 'several':
      return isJsonArray(value) ? value.map((one) => keptSchema(one, budget, depth)) : undefined;
    case 'plain':
      return value;
    case undefined:
      return undefined;
  }
}
