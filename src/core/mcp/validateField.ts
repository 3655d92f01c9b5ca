import type { Json } from './connection.ts';
import { isJsonArray, isJsonObject, parsedJson } from '../json.ts';
import { isQuickPattern } from './quickPattern.ts';
import type { FormField } from './toolForm.ts';

/** Why a text is no value of a field. The face has the words. */
export type FieldProblemCode =
  | 'required'
  | 'not_number'
  | 'not_integer'
  | 'below_minimum' // limit
  | 'above_maximum' // limit
  | 'not_above' // limit
  | 'not_below' // limit
  | 'not_multiple' // limit
  | 'too_short' // limit
  | 'too_long' // limit
  | 'not_matching' // limit: the pattern
  | 'not_format' // limit: the format
  | 'not_boolean'
  | 'not_a_choice'
  | 'too_few' // limit
  | 'too_many' // limit
  | 'too_few_items' // limit
  | 'too_many_items' // limit
  | 'not_json'
  | 'wrong_json_type'; // limit: the type

/** A problem and the limit that the text breaks, empty where there is none. */
export interface FieldProblem {
  readonly code: FieldProblemCode;
  readonly limit: string;
}

/** A value, absent for an optional field that was left empty, or a problem. */
export type FieldVerdict = { readonly value?: Json } | { readonly problem: FieldProblem };

/** Beyond this many characters a pattern is not tried, since a hostile one could take forever. */
const PATTERN_SUBJECT = 1000;

/** The value that a person's text stands for in a field. Empty is absent, but in a required field without a choice. */
export function validateField(field: FormField, text: string): FieldVerdict {
  if (text === '' && !field.required) return {};
  if (field.type === 'string')
    return text === '' && !takesEmpty(field) ? problem('required') : stringVerdict(field, text);
  const trimmed = text.trim();
  if (trimmed === '') return field.required ? problem('required') : {};
  switch (field.type) {
    case 'number':
    case 'integer':
      return numberVerdict(field, trimmed);
    case 'boolean':
      return booleanVerdict(trimmed);
    case 'enum':
      return choiceVerdict(field, text);
    case 'multi':
      return choicesVerdict(field, trimmed);
    case 'list':
      return listVerdict(field, trimmed);
    case 'json':
      return jsonVerdict(field, trimmed);
  }
}

/** Whether the schema says on purpose that the empty text is a value. */
function takesEmpty({ constraints }: FormField): boolean {
  return constraints.minLength === 0;
}

function problem(code: FieldProblemCode, limit: string | number = ''): FieldVerdict {
  return { problem: { code, limit: String(limit) } };
}

function stringVerdict({ constraints }: FormField, text: string): FieldVerdict {
  const { minLength, maxLength, pattern, format } = constraints;
  const length = [...text].length;
  if (minLength !== undefined && length < minLength) return problem('too_short', minLength);
  if (maxLength !== undefined && length > maxLength) return problem('too_long', maxLength);
  if (pattern !== undefined && !matches(pattern, text)) return problem('not_matching', pattern);
  if (format !== undefined && !hasFormat(format, text)) return problem('not_format', format);
  return { value: text };
}

/** A pattern that cannot be tried safely is left to the server. */
function matches(pattern: string, text: string): boolean {
  if (text.length > PATTERN_SUBJECT || !isQuickPattern(pattern)) return true;
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return true;
  }
}

function hasFormat(format: string, text: string): boolean {
  switch (format) {
    case 'email':
      return /^[^\s@]+@[^\s@]+$/.test(text);
    case 'uri':
      return URL.canParse(text);
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
    case 'date-time':
      return /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}/.test(text) && !Number.isNaN(Date.parse(text));
    default:
      return true;
  }
}

function numberVerdict({ type, constraints }: FormField, text: string): FieldVerdict {
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) return problem('not_number');
  if (type === 'integer' && !Number.isSafeInteger(value)) return problem('not_integer');
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = constraints;
  if (minimum !== undefined && value < minimum) return problem('below_minimum', minimum);
  if (maximum !== undefined && value > maximum) return problem('above_maximum', maximum);
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return problem('not_above', exclusiveMinimum);
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) return problem('not_below', exclusiveMaximum);
  if (multipleOf !== undefined && multipleOf > 0 && !isMultiple(value, multipleOf)) {
    return problem('not_multiple', multipleOf);
  }
  return { value };
}

/** As near as binary fractions allow: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, step: number): boolean {
  const quotient = value / step;
  return Math.abs(quotient - Math.round(quotient)) <= Number.EPSILON * Math.max(1, Math.abs(quotient));
}

function booleanVerdict(text: string): FieldVerdict {
  const lower = text.toLowerCase();
  return lower === 'true' || lower === 'false' ? { value: lower === 'true' } : problem('not_boolean');
}

function choiceVerdict({ choices }: FormField, text: string): FieldVerdict {
  const chosen = choices.find(({ value }) => String(value) === text) ?? choices.find(({ title }) => title === text);
  return chosen ? { value: chosen.value } : problem('not_a_choice');
}

/** Takes a JSON array of values. */
function choicesVerdict({ choices, constraints }: FormField, text: string): FieldVerdict {
  const chosen = parsedJson(text);
  if (!isJsonArray(chosen)) return problem('not_a_choice');
  const { minItems, maxItems } = constraints;
  if (chosen.some((value) => !choices.some((choice) => choice.value === value))) return problem('not_a_choice');
  if (minItems !== undefined && chosen.length < minItems) return problem('too_few', minItems);
  if (maxItems !== undefined && chosen.length > maxItems) return problem('too_many', maxItems);
  return { value: chosen };
}

/** Takes a JSON array, or the items with commas between them. */
function listVerdict({ item, constraints, schema }: FormField, text: string): FieldVerdict {
  const json = text.startsWith('[') ? parsedJson(text) : undefined;
  if (text.startsWith('[') && !isJsonArray(json)) return problem('not_json');
  const typed = isJsonArray(json) ? json : text.split(',').map((one) => one.trim());
  const { minItems, maxItems } = constraints;
  if (minItems !== undefined && typed.length < minItems) return problem('too_few_items', minItems);
  if (maxItems !== undefined && typed.length > maxItems) return problem('too_many_items', maxItems);
  if (!item) return jsonVerdict({ schema }, text);
  const values: Json[] = [];
  for (const one of typed) {
    const verdict = validateField(item, typeof one === 'string' ? one : JSON.stringify(one));
    if ('problem' in verdict) return verdict;
    values.push(verdict.value ?? one);
  }
  return { value: values };
}

function jsonVerdict({ schema }: Pick<FormField, 'schema'>, text: string): FieldVerdict {
  const value = parsedJson(text);
  if (value === undefined) return problem('not_json');
  const { type } = schema;
  if (type === 'array' && !Array.isArray(value)) return problem('wrong_json_type', type);
  if (type === 'object' && !isJsonObject(value)) return problem('wrong_json_type', type);
  return { value };
}
