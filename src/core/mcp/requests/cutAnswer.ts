/** A model's answer up to the first of the texts at which it was to stop, since not every model knows of those. */
export function cutAnswer(
  text: string,
  stopSequences: readonly string[],
): { readonly text: string; readonly isStopped: boolean } {
  const ends = stopSequences.map((stop) => text.indexOf(stop)).filter((end) => end >= 0);
  return ends.length === 0 ? { text, isStopped: false } : { text: text.slice(0, Math.min(...ends)), isStopped: true };
}
