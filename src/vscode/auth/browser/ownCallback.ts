import * as vscode from 'vscode';
import { redirectUriOf } from '../../../core/oauth/callbacks/redirectUris.ts';
import { CALLBACK_PATH } from '../../../shared/names.ts';
import type { EditorHost } from '../planning/editorHost.ts';

/** The address at which this very window takes callbacks; in a browser another one at each call, without encoding. */
export async function ownCallback(
  { uriScheme }: Pick<EditorHost, 'uriScheme'>,
  callbackPath: string = CALLBACK_PATH,
): Promise<string> {
  const own = await vscode.env.asExternalUri(vscode.Uri.parse(redirectUriOf('uri', { uriScheme, callbackPath })));
  return own.toString(true);
}
