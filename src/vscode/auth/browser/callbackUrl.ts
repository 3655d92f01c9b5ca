/** The parts of a `vscode.Uri` that a callback is made of. */
export interface CallbackUri {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
}

/** Prose: a `+` in it is a space, form-encoded by the issuer, that VS Code does not decode. */
const DESCRIPTION = 'error_description';

/**
 * The callback's address, so that each value reads as the issuer wrote it. On the desktop VS Code has decoded the query
 * once, all but the `+` of a form: one in a code is a plus sign, one in a description a space. In a browser the editor's
 * callback page has form-encoded it once more, and nothing decodes that.
 */
export function callbackUrl(uri: CallbackUri, uiKind: 'desktop' | 'web'): URL {
  const query = uiKind === 'web' ? new URLSearchParams(uri.query).toString() : encodedQuery(uri.query);
  return new URL(`${uri.scheme}://${uri.authority}${uri.path}?${query}`);
}

function encodedQuery(decoded: string): string {
  const pairs = decoded.split('&').filter((pair) => pair !== '');
  const encoded = pairs.map((pair) => {
    const equals = pair.indexOf('=');
    const [name, text] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    const value = name === DESCRIPTION ? text.replaceAll('+', ' ') : text;
    return `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`;
  });
  return encoded.join('&');
}
