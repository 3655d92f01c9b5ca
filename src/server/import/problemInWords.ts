import type * as z from 'zod';

/** Longer values are not repeated. */
const LONGEST_SHOWN = 50;

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? '' : `, and is ${text}`;
}

/** What is wrong with a value, in words that follow the name of its field. */
export function problemInWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return 'is missing';
    return `must be ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
  }
  if (issue.code === 'invalid_value') {
    if (issue.input === undefined) return 'is missing';
    return `must be one of ${issue.values.join(', ')}${shown(issue.input)}`;
  }
  if (issue.code === 'too_small') return 'must not be empty';
  if (issue.code !== 'too_big') return undefined;
  return `must have at most ${issue.maximum} ${issue.origin === 'string' ? 'characters' : 'entries'}`;
}
