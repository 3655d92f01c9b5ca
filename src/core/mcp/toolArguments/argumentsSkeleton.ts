import { isJsonArray, isJsonObject } from '../../json.ts';
import type { Json, JsonObject } from '../connection.ts';
import { followReference } from './localReference.ts';

const DEPTH = 6;
/** Values that are made up at most, however many the schema asks for. */
const VALUES = 300;

interface Making {
  readonly root: JsonObject;
  left: number;
}

/**
 * Arguments to begin with: what a tool's schema requires and has defaults for. `given`, such as the arguments of the
 * last call, goes before both.
 */
export function argumentsSkeleton(schema: JsonObject, given: JsonObject = {}): JsonObject {
  return { ...objectOf(schema, { root: schema, left: VALUES }, DEPTH), ...given };
}

function objectOf(sent: JsonObject, making: Making, depth: number): JsonObject {
  const schema = oneOfBranches(followReference(sent, making.root), making);
  const { properties, required } = schema;
  const known = isJsonObject(properties) ? properties : {};
  const names = isJsonArray(required) ? required.filter((name) => typeof name === 'string') : [];
  const withDefault = Object.keys(known).filter((name) => hasDefault(known[name], making.root));
  const entries: [string, Json][] = [];
  for (const name of new Set([...names, ...withDefault])) {
    if ((making.left -= 1) < 0) break;
    const own = Object.hasOwn(known, name) ? known[name] : undefined;
    entries.push([name, valueOf(own, making, depth - 1)]);
  }
  return Object.fromEntries(entries);
}

function hasDefault(schema: Json | undefined, root: JsonObject): boolean {
  return isJsonObject(schema) && 'default' in followReference(schema, root);
}

/** With what all of `allOf` and the first of `anyOf` or `oneOf` ask for. */
function oneOfBranches(schema: JsonObject, { root }: Making): JsonObject {
  const lists = [schema['allOf'], firstOf(schema['anyOf']), firstOf(schema['oneOf'])];
  let merged = schema;
  for (const branch of lists.flatMap((list) => (isJsonArray(list) ? list.slice(0, VALUES) : []))) {
    if (isJsonObject(branch)) merged = merge(merged, followReference(branch, root));
  }
  return merged;
}

function firstOf(list: Json | undefined): readonly Json[] {
  return isJsonArray(list) ? list.slice(0, 1) : [];
}

function merge(one: JsonObject, other: JsonObject): JsonObject {
  const [own, added] = [one, other].map((schema) => schema['properties']);
  const properties = { ...(isJsonObject(own) ? own : {}), ...(isJsonObject(added) ? added : {}) };
  const required = [one, other].flatMap((schema) => (isJsonArray(schema['required']) ? schema['required'] : []));
  return { ...other, ...one, properties, required };
}

function valueOf(sent: Json | undefined, making: Making, depth: number): Json {
  if (!isJsonObject(sent) || depth <= 0) return null;
  const schema = oneOfBranches(followReference(sent, making.root), making);
  const { default: initial, const: fixed, enum: values, type } = schema;
  if (initial !== undefined) return initial;
  if (fixed !== undefined) return fixed;
  if (isJsonArray(values) && values[0] !== undefined) return values[0];
  switch (isJsonArray(type) ? type.find((one) => one !== 'null') : type) {
    case 'string':
      return '';
    case 'number':
    case 'integer':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 0;
    case 'boolean':
      return false;
    case 'array':
      return listOf(schema, making, depth);
    case 'object':
      return objectOf(schema, making, depth);
    default:
      return isJsonObject(schema['properties']) && Object.keys(schema['properties']).length > 0
        ? objectOf(schema, making, depth)
        : null;
  }
}

/** One item, to be copied for others. */
function listOf({ items, minItems }: JsonObject, making: Making, depth: number): readonly Json[] {
  const wanted = typeof minItems === 'number' && minItems > 0;
  if (!isJsonObject(items) || !wanted || (making.left -= 1) < 0) return [];
  return [valueOf(items, making, depth - 1)];
}
