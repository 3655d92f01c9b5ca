/** What editors themselves add to an address on its way. */
const OF_THE_EDITOR = /^(?:windowId|vscode-[a-z]+)$/;

/** Names and values of a link's query, which VS Code has decoded once; the values are encoded once more. */
export function linkPairs(query: string): readonly (readonly [name: string, encoded: string])[] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? ([pair, ''] as const) : ([pair.slice(0, equals), pair.slice(equals + 1)] as const);
    })
    .filter(([name]) => !OF_THE_EDITOR.test(name));
}

/** A value of {@link linkPairs} as it was meant; what is not encoded stays as it is. */
export function decodedValue(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
