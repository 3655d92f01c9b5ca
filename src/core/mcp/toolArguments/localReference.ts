import { isJsonObject } from '../../json.ts';
import type { Json, JsonObject } from '../connection.ts';

/** References that follow one another; a circle of them ends here. */
const HOPS = 8;

/**
 * A schema with its reference into the same document (`#/$defs/…`, JSON Schema 2020-12 section 8.2.3) followed; what
 * stands beside the reference goes before what it refers to. Others, and circles, stay as they are.
 */
export function followReference(schema: JsonObject, root: JsonObject): JsonObject {
  let at = schema;
  for (let hops = 0; hops < HOPS; hops += 1) {
    const { $ref: reference, ...beside } = at;
    const target = typeof reference === 'string' ? targetOf(reference, root) : undefined;
    if (!isJsonObject(target)) return at;
    at = { ...target, ...beside };
  }
  return schema;
}

function targetOf(reference: string, root: JsonObject): Json | undefined {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  let at: Json | undefined = root;
  for (const step of reference.slice(2).split('/')) {
    const name = stepName(step);
    at = isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  }
  return at;
}

/** RFC 6901 section 4, in a fragment. */
function stepName(step: string): string {
  const escaped = /%(?![0-9a-f]{2})/i.test(step) ? step : decoded(step);
  return escaped.replaceAll('~1', '/').replaceAll('~0', '~');
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
