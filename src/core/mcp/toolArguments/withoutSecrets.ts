import { isJsonArray, isJsonObject } from '../../json.ts';
import type { Json, JsonObject } from '../connection.ts';
import { secretNames, type SecretNames } from './secretNames.ts';

const DEPTH = 60;

/** Arguments without the values that are secret, at any depth; with `mask` in their place where it is given. */
export function withoutSecrets(args: JsonObject, schema: JsonObject, mask?: string): JsonObject {
  return keptObject(args, secretNames(schema), mask, DEPTH);
}

function keptObject(value: JsonObject, secrets: SecretNames, mask: string | undefined, depth: number): JsonObject {
  const entries = Object.entries(value).flatMap(([name, own]): [string, Json][] => {
    if (secrets.has(name)) return mask === undefined ? [] : [[name, mask]];
    return [[name, kept(own, secrets, mask, depth - 1)]];
  });
  return Object.fromEntries(entries);
}

function kept(value: Json, secrets: SecretNames, mask: string | undefined, depth: number): Json {
  if (depth === 0) return null;
  if (isJsonArray(value)) return value.map((one) => kept(one, secrets, mask, depth - 1));
  return isJsonObject(value) ? keptObject(value, secrets, mask, depth) : value;
}
