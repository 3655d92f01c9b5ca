import { isJsonArray, isJsonObject } from '../../json.ts';
import type { Json, JsonObject } from '../connection.ts';
import { toolForm } from '../toolForm.ts';
import { followReference } from './localReference.ts';

/** Fields that one form asks for. */
const FIELDS = 100;
/** Levels of a schema that are looked through; deeper ones are nested for sure. */
const DEPTH = 6;
/** Schemas that are looked at: with references a small one can stand for endlessly many. */
const SCHEMAS = 10_000;
const COMBINED = ['anyOf', 'oneOf', 'allOf', 'not', 'if', '$ref', 'dependentSchemas', 'patternProperties'];
const BRANCHES = ['anyOf', 'oneOf', 'allOf'];
const OF_OBJECTS = ['properties', 'additionalProperties', 'patternProperties', 'required'];

/** Why a tool's arguments are written as a JSON document, and not asked for one by one; undefined where they can be. */
export function needsDocument(schema: JsonObject): 'nested' | 'large' | undefined {
  if (COMBINED.some((keyword) => keyword in schema)) return 'nested';
  const { properties, additionalProperties } = schema;
  const named = isJsonObject(properties) ? Object.values(properties) : [];
  if (named.length > FIELDS) return 'large';
  if (named.length === 0) return isJsonObject(additionalProperties) ? 'nested' : undefined;
  const asked = toolForm(schema).filter(({ type }) => type === 'json');
  const looking = { root: schema, left: SCHEMAS };
  return asked.some((field) => holdsObjects(field.schema, looking, DEPTH)) ? 'nested' : undefined;
}

interface Looking {
  readonly root: JsonObject;
  left: number;
}

/** Whether a value of the schema may be an object or a list of more than plain values. */
function holdsObjects(sent: Json | undefined, looking: Looking, depth: number): boolean {
  if (!isJsonObject(sent)) return false;
  if (depth === 0 || (looking.left -= 1) < 0) return true;
  const { root } = looking;
  const schema = followReference(sent, root);
  const { type, items, enum: values } = schema;
  const types = isJsonArray(type) ? type : [type];
  if (types.includes('object') || OF_OBJECTS.some((keyword) => keyword in schema) || '$ref' in schema) return true;
  if (isJsonArray(values) && values.some((value) => typeof value === 'object' && value !== null)) return true;
  if ('prefixItems' in schema) return true;
  if (isJsonObject(items)) {
    const { type: itemType } = followReference(items, root);
    if (itemType === 'array' || holdsObjects(items, looking, depth - 1)) return true;
  }
  return BRANCHES.some((keyword) => {
    const branches = schema[keyword];
    return isJsonArray(branches) && branches.some((branch) => holdsObjects(branch, looking, depth - 1));
  });
}
