import type { ServerResponse } from 'node:http';
import { escapeHtml } from '../../../shared/escapeHtml.ts';
import { noteRefusal } from '../../http/noteRefusal.ts';
import { sendProxyPage } from './proxyPage.ts';

/** Answers with the page that says why a sign-in cannot go on. */
export function sendErrorPage(response: ServerResponse, status: number, reason: string): void {
  noteRefusal(response, reason);
  sendProxyPage(response, status, {
    title: 'This sign-in cannot go on',
    body: `<div role="alert"><p>${escapeHtml(reason)}</p></div>
<p class="note">Nothing was passed on. Go back to your program and start the sign-in again.</p>`,
  });
}
