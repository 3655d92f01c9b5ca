import { patchChildren } from './patch.ts';

/**
 * Shows what is wanted in the page's main part. Where the control that had the focus is gone, the first one that takes
 * its place gets it, else the heading, so that the keyboard never falls out of the page.
 */
export function patchPage(busy: boolean, wanted: readonly Node[]): void {
  const page = document.getElementById('page');
  if (!page) return;
  const focused = document.activeElement;
  const hadFocus = focused !== null && page.contains(focused);
  const group = focused?.closest('[role=group]')?.id ?? '';
  patchChildren(page, wanted);
  page.setAttribute('aria-busy', String(busy));
  if (!hadFocus || page.contains(document.activeElement)) return;
  const successor = group === '' ? null : document.querySelector<HTMLElement>(`#${group} button`);
  (successor ?? page.querySelector<HTMLElement>('h1'))?.focus();
}
