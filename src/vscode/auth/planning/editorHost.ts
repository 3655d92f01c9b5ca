import * as vscode from 'vscode';
import type { SignInPlace } from '../../../core/oauth/signIn/waysToSignIn.ts';

/** Where the extension runs, as far as a sign-in can tell. */
export interface EditorHost extends SignInPlace {
  /** Scheme by which the operating system finds this editor, such as `vscode`. */
  readonly uriScheme: string;
}

/** The place where this very extension runs. */
export function editorHost(extension: Pick<vscode.Extension<unknown>, 'extensionKind'>): EditorHost {
  const web = vscode.env.uiKind === vscode.UIKind.Web;
  const beside = vscode.env.remoteName === undefined || extension.extensionKind === vscode.ExtensionKind.UI;
  return {
    uiKind: web ? 'web' : 'desktop',
    onPersonsMachine: !web && beside,
    takesUris: !web,
    uriScheme: vscode.env.uriScheme,
  };
}
