import { plainText } from '../words/plainText.ts';

/** A text from outside as a label of a list: plain, and without `$(name)`, which lists draw as an icon. */
export function plainLabel(text: string): string {
  return plainText(text).replaceAll('$(', '$ (');
}
