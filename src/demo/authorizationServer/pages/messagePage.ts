import { escapeHtml } from '../../../shared/escapeHtml.ts';
import { page } from './page.ts';

/** A page that only says something; both texts are plain. */
export function messagePage(title: string, message: string): string {
  return page(title, `<h1>${escapeHtml(title)}</h1>\n<p>${escapeHtml(message)}</p>`);
}
