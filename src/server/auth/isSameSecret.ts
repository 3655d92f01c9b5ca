import { timingSafeEqual } from 'node:crypto';

/** Whether two texts are the same; how long that takes tells nothing but their lengths. */
export function isSameSecret(given: string, known: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(known)];
  return left.length === right.length && timingSafeEqual(left, right);
}
