import type { Json } from '../../core/mcp/connection.ts';
import type { FormField } from '../../core/mcp/toolForm.ts';

/** Stands for what is secret. */
export const MASK = '•••';

/** A value as text, as people type it. */
export function valueText(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The value of a field as anybody may see it on the screen: in `words`, masked where it is secret. */
export function shownValue(
  { isSecret }: Pick<FormField, 'isSecret'>,
  value: Json | undefined,
  words: (value: Json) => string = valueText,
): string {
  const text = value === undefined ? '' : words(value);
  return isSecret && text !== '' ? MASK : text;
}
