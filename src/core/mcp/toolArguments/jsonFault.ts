const TOKEN =
  /[ \t\r\n]*(?:([[\]{},:])|("(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/uy;

/** What may come next: `first` stands for a value or the end of a list that has just begun, and so on. */
type Expected = 'value' | 'firstValue' | 'key' | 'firstKey' | 'colon' | 'next';

/** Where a text stops being JSON (RFC 8259): the offset of the first character that cannot be right, or its end. */
export function jsonFault(text: string): number {
  const open: ('[' | '{')[] = [];
  let expected: Expected = 'value';
  for (let at = 0; ;) {
    TOKEN.lastIndex = at;
    const start = at + (/^[ \t\r\n]*/.exec(text.slice(at))?.[0].length ?? 0);
    const match = TOKEN.exec(text);
    if (!match) return start;
    const [, mark, word] = match;
    const after = next(expected, mark ?? (word === undefined ? 'other' : 'text'), open);
    if (!after) return start;
    expected = after;
    at = TOKEN.lastIndex;
  }
}

/** What is expected after a token; undefined where the token itself was not. Keeps track of what is open. */
function next(expected: Expected, token: string, open: ('[' | '{')[]): Expected | undefined {
  const isValue = expected === 'value' || expected === 'firstValue';
  if (token === '[' || token === '{') {
    if (!isValue) return undefined;
    open.push(token);
    return token === '[' ? 'firstValue' : 'firstKey';
  }
  if (token === ']' || token === '}') return isClosable(expected, token) && open.pop() ? 'next' : undefined;
  if (token === ':') return expected === 'colon' ? 'value' : undefined;
  if (token === ',') return expected === 'next' && open.length > 0 ? afterComma(open) : undefined;
  if (isValue) return 'next';
  return token === 'text' && (expected === 'key' || expected === 'firstKey') ? 'colon' : undefined;

  function isClosable(what: Expected, closing: string): boolean {
    if (open.at(-1) !== (closing === ']' ? '[' : '{')) return false;
    return what === 'next' || what === (closing === ']' ? 'firstValue' : 'firstKey');
  }
}

function afterComma(open: readonly ('[' | '{')[]): Expected {
  return open.at(-1) === '{' ? 'key' : 'value';
}
