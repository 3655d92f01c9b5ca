import { isJsonArray, isJsonObject } from '../../json.ts';
import type { Json, JsonObject } from '../connection.ts';

const SECRET_NAME = /passw|passphrase|passcode|pwd|secret|token|credential|apikey|privatekey|accesskey/;
const DEPTH = 60;

/**
 * Arguments without the values that a name or the schema (`writeOnly`, the format `password`) says are secret, at any
 * depth; with `mask` in their place where it is given.
 */
export function withoutSecrets(args: JsonObject, schema: JsonObject, mask?: string): JsonObject {
  return keptObject(args, markedNames(schema), mask, DEPTH);
}

function keptObject(
  value: JsonObject,
  marked: ReadonlySet<string>,
  mask: string | undefined,
  depth: number,
): JsonObject {
  const entries = Object.entries(value).flatMap(([name, own]): [string, Json][] => {
    if (marked.has(name) || isSecretName(name)) return mask === undefined ? [] : [[name, mask]];
    return [[name, kept(own, marked, mask, depth - 1)]];
  });
  return Object.fromEntries(entries);
}

function kept(value: Json, marked: ReadonlySet<string>, mask: string | undefined, depth: number): Json {
  if (depth === 0) return null;
  if (isJsonArray(value)) return value.map((one) => kept(one, marked, mask, depth - 1));
  return isJsonObject(value) ? keptObject(value, marked, mask, depth) : value;
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.toLowerCase().replaceAll(/[^a-z]/g, ''));
}

/** Names of all properties, wherever in the schema, that it marks as secret. Of its definitions too, by their names. */
function markedNames(schema: JsonObject): ReadonlySet<string> {
  const marked = new Set<string>();
  const definitions = new Set<string>();
  const references: [string, string][] = [];
  const waiting: Json[] = [schema];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    for (const [name, value] of Object.entries<Json>(next)) {
      waiting.push(value);
      if (!isJsonObject(value)) continue;
      const { writeOnly, format, $ref: reference } = value;
      if (writeOnly === true || format === 'password') {
        marked.add(name);
        definitions.add(`/${name}`);
      }
      if (typeof reference === 'string') references.push([name, reference]);
    }
  }
  for (const [name, reference] of references) {
    if (definitions.has(reference.slice(reference.lastIndexOf('/')))) marked.add(name);
  }
  return marked;
}
