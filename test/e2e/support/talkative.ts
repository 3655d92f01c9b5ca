/** The address of a window that logs all it can. */
export function talkative(url: string): string {
  return `${url}&payload=${encodeURIComponent(JSON.stringify([['logLevel', 'trace']]))}`;
}
