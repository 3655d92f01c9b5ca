import { labelText, multilineText } from '../shownText.ts';
import type { Json, JsonObject } from './connection.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import { followReference } from './toolArguments/localReference.ts';
import { secretNames } from './toolArguments/secretNames.ts';

/**
 * How a field is asked for: `multi` takes any of its choices, `list` any number of texts or numbers, `json` anything
 * that no simple input fits.
 */
export type FieldType = 'string' | 'number' | 'integer' | 'boolean' | 'enum' | 'multi' | 'list' | 'json';

/** One of the values that a field takes. */
export interface FieldChoice {
  readonly value: string | number | boolean;
  readonly title: string;
}

/** Limits of a field's value; absent ones do not hold. */
export interface FieldConstraints {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** One argument of a tool, as a form asks for it. */
export interface FormField {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly type: FieldType;
  /** For `enum` and `multi`; empty otherwise. */
  readonly choices: readonly FieldChoice[];
  readonly required: boolean;
  /** Whether nobody but who types it may see it. */
  readonly isSecret: boolean;
  readonly default?: Json;
  readonly constraints: FieldConstraints;
  /** What each item of a `list` has to be. */
  readonly item?: FormField;
  /** The field's own schema, for `json`. */
  readonly schema: JsonObject;
}

const DESCRIPTION_LENGTH = 2000;
const NUMBERS = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
] as const;
const TEXTS = ['pattern', 'format'] as const;
/** What a list may be of. */
const LISTED: readonly FieldType[] = ['string', 'number', 'integer'];
const COMBINED = ['anyOf', 'oneOf', 'allOf', 'not', 'if', '$ref', 'const'];

/** The fields of a tool's input schema (JSON Schema 2020-12), those that are required first. */
export function toolForm(schema: JsonObject): readonly FormField[] {
  const { properties, required } = schema;
  if (!isJsonObject(properties)) return [];
  const names = isJsonArray(required) ? required : [];
  const secrets = secretNames(schema);
  const fields = Object.entries(properties).map(([name, own]) => {
    const how = { required: names.includes(name), isSecret: secrets.has(name) };
    return fieldOf(name, own, how, schema);
  });
  return [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)];
}

function fieldOf(name: string, own: Json, of: Pick<FormField, 'required' | 'isSecret'>, root: JsonObject): FormField {
  const sent = isJsonObject(own) ? followReference(own, root) : {};
  const schema = followReference(withoutNull(sent), root);
  const { items } = schema;
  const each = schema['type'] === 'array' && isJsonObject(items) ? followReference(items, root) : {};
  const single = choicesOf(schema);
  const several = choicesOf(each);
  const type = single.length > 0 ? 'enum' : several.length > 0 ? 'multi' : typeOf(schema);
  const isList = type === 'json' && LISTED.includes(typeOf(each));
  const { title, description, default: initial } = sent;
  return {
    name,
    title: labelText(typeof title === 'string' ? title : '') || labelText(name),
    description: multilineText(typeof description === 'string' ? description : '', DESCRIPTION_LENGTH),
    choices: single.length > 0 ? single : several,
    ...of,
    ...(initial === undefined ? {} : { default: initial }),
    constraints: constraintsOf(schema),
    ...(isList ? { type: 'list', item: fieldOf(name, each, { ...of, required: true }, root) } : { type }),
    schema: sent,
  };
}

/** The schema that is left when null, which an empty optional field stands for, is no choice. */
function withoutNull(schema: JsonObject): JsonObject {
  const { type, anyOf } = schema;
  if (isJsonArray(type)) {
    const types = type.filter((one) => one !== 'null');
    return types.length === 1 && types[0] !== undefined ? { ...schema, type: types[0] } : schema;
  }
  if (!isJsonArray(anyOf)) return schema;
  const options = anyOf.filter((one) => !(isJsonObject(one) && one['type'] === 'null'));
  const [only] = options;
  if (options.length !== 1 || !isJsonObject(only)) return schema;
  const rest = Object.entries(schema).filter(([name]) => name !== 'anyOf');
  return { ...Object.fromEntries(rest), ...only };
}

function typeOf(schema: JsonObject): FieldType {
  const { type } = schema;
  if (COMBINED.some((keyword) => keyword in schema)) return 'json';
  if (type === 'string' || type === 'number' || type === 'integer' || type === 'boolean') return type;
  return 'json';
}

function isScalar(value: Json | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** From `enum`, with the older `enumNames` as titles, or from `oneOf`/`anyOf` of titled constants. */
function choicesOf(schema: JsonObject): readonly FieldChoice[] {
  const { enum: values, enumNames } = schema;
  if (isJsonArray(values)) {
    const names = isJsonArray(enumNames) ? enumNames : [];
    if (!values.every(isScalar)) return [];
    return values.map((value, index) => choice(value, names[index]));
  }
  const options = schema['oneOf'] ?? schema['anyOf'];
  if (!isJsonArray(options)) return [];
  const constants = options.flatMap((one) => {
    const value = isJsonObject(one) ? one['const'] : undefined;
    return isJsonObject(one) && isScalar(value) ? [choice(value, one['title'])] : [];
  });
  return constants.length === options.length ? constants : [];
}

function choice(value: string | number | boolean, title: Json | undefined): FieldChoice {
  return { value, title: labelText(typeof title === 'string' ? title : '') || labelText(String(value)) };
}

function constraintsOf(schema: JsonObject): FieldConstraints {
  const numbers = NUMBERS.flatMap((name) => (typeof schema[name] === 'number' ? [[name, schema[name]] as const] : []));
  const texts = TEXTS.flatMap((name) => (typeof schema[name] === 'string' ? [[name, schema[name]] as const] : []));
  return Object.fromEntries<number | string>([...numbers, ...texts]);
}
