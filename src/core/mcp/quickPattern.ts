const PATTERN_LENGTH = 200;
/** Each more of them multiplies the time that a text without a match takes by the text's length. */
const REPETITIONS = 2;

/**
 * Whether a pattern from elsewhere may be tried on a text of bearable length: nothing repeats a group, which could take
 * exponential time, and little repeats at all.
 */
export function isQuickPattern(pattern: string): boolean {
  if (pattern.length > PATTERN_LENGTH) return false;
  const bare = pattern.replace(/\\./gs, '.').replace(/\[[^\]]*\]/g, '.');
  const repetitions = bare.match(/[*+]|\{\d+,\d*\}/g) ?? [];
  return repetitions.length <= REPETITIONS && !/\)(?:[*+]|\{)/.test(bare) && !/\\[1-9k]/.test(pattern);
}
