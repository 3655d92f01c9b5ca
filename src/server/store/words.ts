import type { Incident } from '../../shared/incident.ts';

/** Characters of a word that count, and of a word in a script without spaces, where each character begins one. */
const LONGEST = 64;
const LONGEST_UNSPACED = 16;
/** Characters that are looked at for that: some more, since what follows a letter can tell which small letter it has. */
const LOOKED_AT = LONGEST + 16;
/** Characters of all words of one incident; descriptions of the greatest length have fewer. PostgreSQL has a limit. */
const MOST_CHARACTERS = 200_000;

const SPACES = /[\s\p{Z}\p{Cc}]+/u;
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const STARTS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'u');
/** Where a part of a word begins: after a sign, at a capital after a small letter, at a character that needs no space. */
const PARTS = new RegExp(
  `(?<=[^\\p{L}\\p{M}\\p{N}])(?=[\\p{L}\\p{N}])|(?<=\\p{Ll})(?=\\p{Lu})|(?=[${UNSPACED}])`,
  'gu',
);

function asFound(word: string): string {
  const lower = word.slice(0, LOOKED_AT).toLowerCase();
  return lower.slice(0, STARTS_UNSPACED.test(lower) ? LONGEST_UNSPACED : LONGEST).toWellFormed();
}

function spaced(text: string): string[] {
  return text.normalize('NFKC').split(SPACES).filter(Boolean);
}

/** The words that a person searches for, as {@link searchText} has them. */
export function wordsOf(text = ''): readonly string[] {
  return [...new Set(spaced(text).map(asFound))];
}

/**
 * What text search looks through: each word of an incident from each place where a part of it begins, after a line
 * break each. An incident holds a word that is searched for where one of these begins with it.
 */
export function searchText(
  incident: Pick<Incident, 'id' | 'title' | 'description' | 'service' | 'assignee' | 'tags'>,
): string {
  const { id, title, description, service, assignee, tags } = incident;
  const found = new Set<string>();
  let characters = 0;
  const add = (word: string): void => {
    const one = asFound(word);
    if (found.has(one) || characters + one.length > MOST_CHARACTERS) return;
    found.add(one);
    characters += one.length;
  };
  for (const word of [id, title, description, service, assignee, ...tags].flatMap(spaced)) {
    add(word);
    for (const { index } of word.matchAll(PARTS)) add(word.slice(index));
  }
  return [...found].map((word) => `\n${word}`).join('');
}

/** A text with the letters A to Z in lower case, as `lower()` gives it in both databases. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
