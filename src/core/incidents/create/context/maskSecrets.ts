/** A secret that was taken out of a text, and what stands in its place. */
export interface MaskedSecret {
  readonly mask: string;
  readonly secret: string;
}

/** A text without what looks like secrets. */
export interface MaskedText {
  readonly text: string;
  readonly secrets: readonly MaskedSecret[];
}

/** Each finds secrets, by the group `secret` where only a part of what it matches is one. */
const RULES: readonly RegExp[] = [
  // A private key, also one whose end is not in the text.
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[^-]|-(?!----END))*(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
  // Header lines.
  /\bauthorization["']?\s*[:=]\s*["'`]?(?:bearer|basic|digest|token|ssws|dpop)\s+(?<secret>[^\s"'`,;\\${}<>]{6,})/gi,
  /\bauthorization["']?\s*:\s*["']?(?<secret>(?=\S*\d)[\w.~+/=-]{16,})/gi,
  /\b(?:set-)?cookie["']?\s*:\s*["']?(?<secret>[^\r\n"'(){}]{6,})/gi,
  /\bx-(?:api-key|auth-token|access-token)["']?\s*:\s*["']?(?<secret>[^\s"',;(){}]{6,})/gi,
  /\b(?:bearer|ssws|dpop)\s+(?<secret>(?=\S*\d)[\w.~+/-]{16,}=*)/gi,
  // Tokens that can be known by their form.
  /\beyJ[\w-]{8,4000}\.[\w-]{8,8000}\.[\w-]*/g,
  /\b(?:gh[oprsu]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|npm_\w{30,})/g,
  /\b(?:sk-[\w-]{20,}|[rs]k_live_\w{16,}|AIza[\w-]{30,}|(?:AKIA|ASIA)[A-Z0-9]{16}\b)/g,
  // user:password@host
  /\b[a-z][a-z0-9+.-]{1,20}:\/\/(?<secret>[^\s/@:"']{1,200}:[^\s/@"']{1,200})@/gi,
  // Settings, queries, options, and lines of configuration.
  /\b[\w-]{0,40}(?:password|passwd|secret|api[_-]?key|access[_-]?key|token)=["']?(?<secret>[^\s&"';,(){}$<>[\]]{6,})/gi,
  /\b[\w-]{0,40}(?:password|passwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key)["']?\s{0,9}[:=]\s{0,9}(?<quote>["'])(?<secret>[^"'\r\n]{6,})\k<quote>/gi,
  /--(?:password|secret|token|api-key)\s+(?<secret>[^\s"'-][^\s"']{5,})/gi,
  /^[ \t]*[\w.-]{0,60}(?:password|passwd|secret|token|api_?key)[ \t]*:[ \t]*(?=\S*\d)(?<secret>[^\s"'(){}<>|,;[\]]{8,})[ \t]*$/gim,
];
/** From this length on a secret is taken out wherever else it stands. */
const TELLING_LENGTH = 8;

/**
 * Takes out of a text what obviously is a secret: private keys, authorization and cookie headers, tokens with a known
 * form, passwords in addresses and settings. The same secret gets the same mask.
 * @param nameMask the words in place of the secret with a number, each time the same for the same number
 */
export function maskSecrets(text: string, nameMask: (number: number) => string): MaskedText {
  const masks = new Map<string, string>();
  const maskOf = (secret: string): string => {
    const mask = masks.get(secret) ?? nameMask(masks.size + 1);
    masks.set(secret, mask);
    return mask;
  };
  const isMask = (found: string): boolean =>
    [...masks.values()].some((mask) => mask.includes(found) || found.includes(mask));
  const found = RULES.reduce((before, rule) => masking(before, rule, maskOf, isMask), text);
  const telling = [...masks].filter(([secret]) => secret.length >= TELLING_LENGTH);
  const masked = telling.reduce((before, [secret, mask]) => before.replaceAll(secret, () => mask), found);
  return { text: masked, secrets: [...masks].map(([secret, mask]) => ({ mask, secret })) };
}

/** The text with everything put back. */
export function unmasked(text: string, secrets: readonly MaskedSecret[]): string {
  // The last first: a secret that was found later may hold the mask of an earlier one.
  return secrets.toReversed().reduce((masked, { mask, secret }) => masked.replaceAll(mask, () => secret), text);
}

function masking(
  text: string,
  rule: RegExp,
  maskOf: (secret: string) => string,
  isMask: (found: string) => boolean,
): string {
  let masked = '';
  let from = 0;
  for (const match of text.matchAll(rule)) {
    const secret = match.groups?.['secret'] ?? match[0];
    if (isMask(secret)) continue;
    const at = match.index + match[0].lastIndexOf(secret);
    masked += text.slice(from, at) + maskOf(secret);
    from = at + secret.length;
  }
  return masked + text.slice(from);
}
