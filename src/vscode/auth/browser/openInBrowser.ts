import * as vscode from 'vscode';

/** Opens an address in the person's browser. */
export type OpenBrowser = (url: URL) => Promise<void>;

/**
 * Opens an address in the person's browser exactly as it is written. A `vscode.Uri` would not do: it decodes `%26`
 * and `%2B` for good, which tears parameters apart. VS Code takes a string too and leaves it untouched, though its
 * declared type does not say so. Whether it was opened is not told: after "Copy" a person opens it by hand.
 */
export async function openInBrowser(url: URL): Promise<void> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return;
  await Reflect.apply(vscode.env.openExternal, vscode.env, [url.href]);
}
