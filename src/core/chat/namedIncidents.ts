/** What may be an id in a sentence: letters or digits with a digit among them, joined by dashes and the like. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}_.:/#-]*/gu;
const LONGEST = 64;
const MOST = 5;

/** Words of a question that may be ids of incidents, each once. */
export function wordsLikeIds(question: string): readonly string[] {
  const words = (question.slice(0, 2000).match(WORD) ?? [])
    .map((word) => word.replace(/[.:/#-]+$/, ''))
    .filter((word) => /\d/.test(word) && word.length <= LONGEST);
  return [...new Set(words)].slice(0, MOST);
}

/** Those of `incidents` whose ids an answer names as whole words, in the order in which it does. */
export function namedIn<T extends { readonly id: string }>(answer: string, incidents: readonly T[]): readonly T[] {
  const found = incidents.flatMap((incident) => {
    const at = incident.id === '' ? -1 : placeOf(incident.id, answer);
    return at < 0 ? [] : [{ at, incident }];
  });
  return found.toSorted((a, b) => a.at - b.at).map(({ incident }) => incident);
}

function placeOf(id: string, text: string): number {
  const isPartOfWord = (at: number): boolean => /[\p{L}\p{N}_-]/u.test(text.charAt(at));
  for (let at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
    if (!isPartOfWord(at - 1) && !/[\p{L}\p{N}_]/u.test(text.charAt(at + id.length))) return at;
  }
  return -1;
}
