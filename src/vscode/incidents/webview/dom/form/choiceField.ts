import type { FormField, FormModel } from '../../../create/formModel.ts';
import { element } from '../element.ts';
import { type Control, controlOf, descriptionOf, labelParts } from './control.ts';
import { severityMark } from './severityMark.ts';

/** A field of which one of a few values is chosen: all are in sight, and the arrow keys go from one to the next. */
export function choiceField(field: FormField, text: string, words: FormModel['words']): Control {
  const { name, options } = field;
  const { message, hints, ids } = descriptionOf(field);
  const inputs = options.map(({ value }) => {
    const id = `field-${name}-${value}`;
    const input = element('input', { type: 'radio', name, id, value, 'aria-describedby': ids });
    input.checked = value === text;
    return input;
  });
  const labels = options.map(({ label, value }, index) =>
    element('label', { class: 'segment' }, ...inputs.slice(index, index + 1), severityMark(value), label),
  );
  const legend = element('legend', {}, ...labelParts(field, words));
  const segments = element('div', { class: 'segments' }, ...labels);
  const row = element('fieldset', { class: 'field choice' }, legend, segments, message, ...hints);
  const chosen = () => inputs.find(({ checked }) => checked);
  return {
    ...controlOf({
      ...{ field, words, row, inputs, message },
      value: () => chosen()?.value ?? '',
      setDisabled: (disabled) => void row.toggleAttribute('disabled', disabled),
    }),
    focus: () => (chosen() ?? inputs[0])?.focus(),
  };
}
