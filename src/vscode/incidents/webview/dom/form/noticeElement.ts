import type { FormAction, FormNotice } from '../../../create/formModel.ts';
import { element } from '../element.ts';

/** A notice with its buttons; a problem is read out at once. */
export function noticeElement({ kind, text, actions }: FormNotice, act: (action: FormAction) => void): HTMLElement {
  const buttons = actions.map(({ action, label }, index) => {
    const look = kind === 'problem' && index === 0 ? { class: 'primary' } : {};
    const button = element('button', { type: 'button', id: `act-${action}`, ...look }, label);
    button.addEventListener('click', () => act(action));
    return button;
  });
  const words = element('p', {}, text);
  const role = kind === 'problem' ? 'alert' : 'status';
  const row = buttons.length > 0 ? [element('div', { class: 'actions' }, ...buttons)] : [];
  return element('div', { class: kind === 'problem' ? 'notice problem' : 'notice', role }, words, ...row);
}
