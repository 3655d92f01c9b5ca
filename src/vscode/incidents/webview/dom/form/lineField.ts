import type { FormField, FormModel } from '../../../create/formModel.ts';
import { element } from '../element.ts';
import { type Control, controlOf, descriptionOf, labelParts } from './control.ts';

/** A field of one line, with suggestions where there are any, or of several. */
export function lineField(field: FormField, text: string, words: FormModel['words']): Control {
  const { name, rules, control, options } = field;
  const { message, hints, ids } = descriptionOf(field);
  const attributes = { id: `field-${name}`, name, 'aria-describedby': ids, 'aria-required': String(rules.required) };
  const list = options.length > 0 ? { list: `${name}-suggestions` } : {};
  const input =
    control === 'area'
      ? element('textarea', attributes)
      : element('input', { ...attributes, ...list, type: 'text', autocomplete: 'off' });
  input.value = text;
  const suggestions = element('datalist', { id: `${name}-suggestions` }, ...options.map(optionElement));
  const label = element('label', { for: input.id }, ...labelParts(field, words));
  const row = element('div', { class: `field ${control}` }, label, input, suggestions, message, ...hints);
  const setDisabled = (disabled: boolean): void => void input.toggleAttribute('disabled', disabled);
  return controlOf({ ...{ field, words, row, message, setDisabled }, inputs: [input], value: () => input.value });
}

function optionElement({ value }: FormField['options'][number]): HTMLElement {
  return element('option', { value });
}
