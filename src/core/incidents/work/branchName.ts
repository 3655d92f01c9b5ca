const SLUG_LENGTH = 40;
const ID_LENGTH = 60;
/** What stands in one part of a name: letters, digits and single dividers. */
const NO_WORD = /[^\p{L}\p{N}]+/gu;
const NO_ID = /[^\p{L}\p{N}_]+/gu;
const ACCENTS = /\p{M}/gu;

/** What the names of an incident's branches begin with, whatever its title was when they were made. */
export function branchPrefix(id: string): string {
  return `incident/${trimmed(plain(id).replace(NO_ID, '-'), ID_LENGTH) || 'unknown'}`;
}

/**
 * The name of a branch for an incident: `incident/ID-slug`, a name that git takes (git-check-ref-format), since it has
 * letters, digits, `_` and single `-` only.
 */
export function branchName({ id, title }: { readonly id: string; readonly title: string }): string {
  const slug = trimmed(plain(title).toLowerCase().replace(NO_WORD, '-'), SLUG_LENGTH);
  return slug === '' ? branchPrefix(id) : `${branchPrefix(id)}-${slug}`;
}

/** Whether a branch was made for an incident. */
export function isBranchOf(name: string, id: string): boolean {
  const prefix = branchPrefix(id);
  return name === prefix || name.startsWith(`${prefix}-`);
}

function plain(text: string): string {
  return text.toWellFormed().normalize('NFKD').replace(ACCENTS, '').normalize('NFC');
}

/** Without dividers at the ends; where it is too long, up to the last whole word. */
function trimmed(text: string, limit: number): string {
  const bare = text.replace(/^-+|-+$/g, '');
  const characters = [...bare];
  if (characters.length <= limit) return bare;
  const cut = characters.slice(0, limit + 1).join('');
  const end = cut.lastIndexOf('-');
  return (end > 0 ? cut.slice(0, end) : characters.slice(0, limit).join('')).replace(/-+$/, '');
}
