/** The parts of a `vscode.Uri` that a callback is made of; VS Code has already decoded them once. */
export interface DecodedUri {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
}

/** Prose: a `+` in it is a space, form-encoded by the issuer, that VS Code does not decode. */
const DESCRIPTION = 'error_description';

/**
 * The callback's address with its query encoded again, so that each value reads as the issuer wrote it: a `+` in a
 * code is a plus sign, one in a description a space.
 */
export function callbackUrl(uri: DecodedUri): URL {
  const query = uri.query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, text] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      const value = name === DESCRIPTION ? text.replaceAll('+', ' ') : text;
      return `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`;
    });
  return new URL(`${uri.scheme}://${uri.authority}${uri.path}?${query.join('&')}`);
}
