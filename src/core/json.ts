import type { Json, JsonObject } from './mcp/connection.ts';

/** Whether something that came out of `JSON.parse` is an object, and not an array or null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether something that came out of `JSON.parse` is an array. */
export function isJsonArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** Whether anything came out of `JSON.parse`: whatever it gives is JSON. */
function isJson(value: unknown): value is Json {
  return value !== undefined;
}

/** Parses JSON; undefined where the text is none. */
export function parsedJson(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
