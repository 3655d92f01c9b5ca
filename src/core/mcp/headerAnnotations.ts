import { isJsonArray, isJsonObject } from '../json.ts';
import type { Json, JsonObject } from './connection.ts';

const ANNOTATION = 'x-mcp-header';
/** RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const TYPES: readonly (Json | undefined)[] = ['string', 'integer', 'boolean'];
/** Keywords of JSON Schema whose values are data and no schemas. */
const DATA = ['const', 'default', 'enum', 'examples', 'required'];
/** Keywords whose values hold schemas by name. */
const NAMED = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];

interface Annotated {
  readonly schema: JsonObject;
  /** Whether only `properties` lead to it, so that its argument is there to be found in every call. */
  readonly reachable: boolean;
}

function within(value: Json | undefined, reachable: boolean): readonly Annotated[] {
  if (isJsonArray(value)) return value.flatMap((item) => within(item, false));
  if (!isJsonObject(value)) return [];
  const own = ANNOTATION in value ? [{ schema: value, reachable }] : [];
  const inner = Object.entries(value).flatMap(([keyword, part]) => {
    if (DATA.includes(keyword)) return [];
    if (!NAMED.includes(keyword) || !isJsonObject(part)) return within(part, false);
    return Object.values(part).flatMap((schema) => within(schema, reachable && keyword === 'properties'));
  });
  return [...own, ...inner];
}

/**
 * Whether the arguments that a tool's schema marks with `x-mcp-header` can be mirrored into headers (MCP 2026-07-28,
 * Streamable HTTP, "Custom headers from tool parameters"). A tool with a mark that cannot must be left out.
 */
export function hasValidHeaderAnnotations(inputSchema: JsonObject): boolean {
  const marked = within(inputSchema, true);
  const names = marked.flatMap(({ schema }) => {
    const name = schema[ANNOTATION];
    return typeof name === 'string' && TOKEN.test(name) ? name.toLowerCase() : [];
  });
  const isMirrored = ({ schema, reachable }: Annotated): boolean =>
    reachable && schema !== inputSchema && TYPES.includes(schema['type']);
  return marked.every(isMirrored) && new Set(names).size === marked.length;
}
