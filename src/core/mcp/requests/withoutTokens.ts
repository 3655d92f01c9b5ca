/** What stands behind the name of a scheme of HTTP's `Authorization`, and JSON Web Tokens wherever they stand. */
const BEHIND_SCHEME = /\b(bearer|dpop|basic)(\s+)[\w.~+/-]{8,}=*/gi;
const JWT = /\beyJ[\w-]{5,}(?:\.[\w-]*){2,4}/g;

/** A text that somebody else wrote, which may have our own requests in it, without what looks like a token. */
export function withoutTokens(text: string): string {
  return text.replace(BEHIND_SCHEME, '$1$2•••').replace(JWT, '•••');
}
