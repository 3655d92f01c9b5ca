/** Random text of 32 characters has more, even of hexadecimal digits. */
const FEWEST_DIFFERENT = 8;

/** Throws where a secret was obviously not made at random. */
export function requireRandom(secret: string): void {
  if (new Set(secret).size >= FEWEST_DIFFERENT) return;
  throw new Error('it can be guessed: take random text, such as "openssl rand -base64 48" prints');
}
