import type { IncidentPageModel, PageButton, SeverityChoice } from '../../page/pageModel.ts';
import { element } from './element.ts';

/** What stands above the facts: severity, status, title, and what can be done. */
export function incidentHeader(model: IncidentPageModel): HTMLElement {
  const { actions, severityChoice } = model;
  const busy = model.state.kind === 'busy';
  const choice = severityChoice ? [severityElement(severityChoice, busy)] : [];
  return element(
    'header',
    {},
    element('p', { class: 'marks' }, mark('severity', model.severity), mark('status', model.status)),
    element('h1', { tabindex: '-1' }, model.title),
    element(
      'div',
      { id: 'actions', class: 'actions', role: 'group', 'aria-label': actions.label },
      ...buttonElements(actions.changes, busy),
      ...choice,
      element('span', { class: 'others' }, ...buttonElements(actions.others, busy)),
    ),
  );
}

/** Buttons that can do nothing just now stay focusable, so that the focus is not lost when the page comes to rest. */
export function buttonElements(buttons: readonly PageButton[], busy: boolean): HTMLElement[] {
  return buttons.map(({ action, label, primary }) =>
    element(
      'button',
      {
        type: 'button',
        id: `action-${action}`,
        'data-action': action,
        'aria-disabled': busy ? 'true' : 'false',
        class: primary ? 'primary' : '',
      },
      label,
    ),
  );
}

function mark(kind: 'severity' | 'status', { level, name, label }: IncidentPageModel['severity']): HTMLElement {
  const said = element('span', { class: 'unseen' }, `${name}: `);
  return element('span', { class: `mark ${kind}`, 'data-level': level }, said, label);
}

function severityElement({ label, options, save }: SeverityChoice, busy: boolean): HTMLElement {
  const choices = options.map(({ value, label: word }) => element('option', { value }, word));
  return element(
    'span',
    { class: 'severity-choice' },
    element('label', { for: 'severity' }, label),
    element('select', { id: 'severity' }, ...choices),
    element('button', { type: 'button', id: 'save-severity', 'aria-disabled': busy ? 'true' : 'false' }, save),
  );
}

/**
 * What is being done or came of it, in sight however far the page is scrolled. What failed is an alert; anything else
 * is read out by the page's announcer. Each kind is an element of its own.
 */
export function stateLine({ state: { kind, text } }: IncidentPageModel): HTMLElement {
  if (text === '') return element('div', { class: 'state-line' });
  const isAlert = kind === 'failed' || kind === 'conflict';
  const look = kind === 'failed' ? 'problem' : kind === 'conflict' ? 'warning' : 'quiet';
  const attributes = { id: `state-${kind}`, class: look, 'data-kind': kind, role: isAlert && 'alert' };
  return element('div', { class: 'state-line' }, element('p', attributes, text));
}
