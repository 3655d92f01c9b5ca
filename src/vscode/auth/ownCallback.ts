import * as vscode from 'vscode';
import { bareRedirectUri, type EditorHost } from './chooseRedirect.ts';

/** The address at which this very window takes callbacks; in a browser another one at each call, without encoding. */
export async function ownCallback(host: EditorHost): Promise<string> {
  const own = await vscode.env.asExternalUri(vscode.Uri.parse(bareRedirectUri(host.uriScheme)));
  return own.toString(true);
}
