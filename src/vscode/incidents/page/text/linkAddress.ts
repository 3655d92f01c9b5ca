/** Longer ones do not fit a dialog, so that nobody could see where they lead. */
const LENGTH = 1000;

/**
 * The address of a link that may be offered: https, and without a user name that could pass for a host. As a browser
 * would read it, so that what is shown is what is opened. Undefined for any other.
 */
export function linkAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password, href } = new URL(text);
  const isPlain = protocol === 'https:' && username === '' && password === '';
  return isPlain && href.length <= LENGTH ? href : undefined;
}
