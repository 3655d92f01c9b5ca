import { EDITOR_SCHEMES } from '../../../shared/names.ts';
import type { EditorHost } from './editorHost.ts';

/**
 * The scheme of addresses that are to open an editor on somebody's desktop: this editor's own, or VS Code's where this
 * one runs in a browser, whose own scheme no operating system knows.
 */
export function desktopScheme({ uiKind, uriScheme }: Pick<EditorHost, 'uiKind' | 'uriScheme'>): string {
  return uiKind === 'web' ? EDITOR_SCHEMES[0] : uriScheme;
}
