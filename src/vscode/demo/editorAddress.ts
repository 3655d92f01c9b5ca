/** Path of the callback page of a browser-hosted editor: its quality and commit, then `callback`. */
const CALLBACK = /\/[a-z]+-[0-9a-f]{40}\/callback$/;

/**
 * The address below which a browser-hosted editor is served, which is where the demo's relay page may forward to.
 * @param callback what `asExternalUri` makes of the extension's callback
 * @returns undefined where it is not the callback of a browser-hosted editor
 */
export function editorAddress(callback: string): string | undefined {
  const url = URL.parse(callback);
  if (url === null || !/^https?:$/.test(url.protocol) || !CALLBACK.test(url.pathname)) return undefined;
  return url.origin + url.pathname.replace(CALLBACK, '');
}
