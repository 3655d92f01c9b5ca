import type { FormField, FormModel } from '../../create/formModel.ts';
import { element } from './element.ts';

/** A field's row in the form. */
export interface Control {
  readonly row: HTMLElement;
  readonly input: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
  /** Shows what is wrong with the field beside it, or clears it; says whether it can be sent. */
  readonly check: () => boolean;
}

/** Makes the row of a field: label, control, hint and the place for its message, tied together for screen readers. */
export function fieldElement(
  field: FormField,
  value: string,
  words: Pick<FormModel, 'required' | 'optional'>,
): Control {
  const input = inputFor(field);
  input.value = value;
  const message = element('p', { id: `${field.name}-message`, class: 'message', hidden: true });
  const hint = element('p', { id: `${field.name}-hint`, class: 'hint' }, field.hint);
  input.setAttribute('aria-describedby', `${hint.id} ${message.id}`);
  input.setAttribute('aria-required', String(field.required));
  const optional = element('span', { class: 'quiet' }, ` (${words.optional})`);
  const skippable = !field.required && field.control !== 'choice';
  const label = element('label', { for: input.id }, field.label, ...(skippable ? [optional] : []));
  const check = (): boolean => {
    const wrong = field.required && input.value.trim() === '';
    input.ariaInvalid = String(wrong);
    message.hidden = !wrong;
    message.textContent = wrong ? words.required : '';
    return !wrong;
  };
  const parts = [label, input, ...(field.control === 'line' ? [suggestions(field)] : []), message];
  return { row: element('div', { class: 'field' }, ...parts, ...(field.hint === '' ? [] : [hint])), input, check };
}

function inputFor(field: FormField): Control['input'] {
  const attributes = { id: `field-${field.name}`, name: field.name };
  if (field.control === 'area') return element('textarea', { ...attributes, rows: '6' });
  if (field.control === 'choice') {
    return element(
      'select',
      attributes,
      ...field.options.map(({ value, label }) => element('option', { value }, label)),
    );
  }
  const list = field.options.length > 0 ? { list: `${field.name}-suggestions` } : {};
  return element('input', { ...attributes, ...list, type: 'text', autocomplete: 'off' });
}

function suggestions(field: FormField): HTMLElement {
  const options = field.options.map(({ value }) => element('option', { value }));
  return element('datalist', { id: `${field.name}-suggestions` }, ...options);
}
