import type { Json } from '../../core/mcp/connection.ts';

/** A value as text, as people type it. */
export function valueText(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
