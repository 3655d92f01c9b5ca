/**
 * Shows new content in the page's main part and keeps the focus on the control with the same `id`; a control that is
 * gone gives it to the heading, so that the keyboard never falls out of the page.
 */
export function replacePage(busy: boolean, ...children: readonly Node[]): void {
  const page = document.getElementById('page');
  if (!page) return;
  const focused = document.activeElement;
  const hadFocus = focused !== null && page.contains(focused);
  const id = focused?.id ?? '';
  page.replaceChildren(...children);
  page.setAttribute('aria-busy', String(busy));
  if (!hadFocus) return;
  const successor = (id === '' ? null : document.getElementById(id)) ?? page.querySelector<HTMLElement>('h1');
  successor?.focus();
}
