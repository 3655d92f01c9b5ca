import { tagsIn } from '../../../../../core/incidents/create/draft.ts';
import type { FormField, FormModel } from '../../../create/formModel.ts';
import { announce } from '../announce.ts';
import { element } from '../element.ts';
import { type Control, controlOf, descriptionOf, labelParts } from './control.ts';
import { fill } from './fill.ts';

/**
 * A field of several short texts, each with a button that takes it away. Enter or a comma ends one, Backspace in an
 * empty line takes the last one back to be changed.
 */
export function tagsField(field: FormField, text: string, words: FormModel['words'], changed: () => void): Control {
  const { name } = field;
  const { message, hints, ids } = descriptionOf(field);
  const id = `field-${name}`;
  const input = element('input', { type: 'text', id, name, autocomplete: 'off', 'aria-describedby': ids });
  const chips = element('ul', { class: 'chips' });
  let tags = [...tagsIn(text)];
  const draw = (): void => chips.replaceChildren(...tags.map((tag) => chip(tag, words, () => remove(tag))));
  const set = (next: readonly string[], said: string): void => {
    tags = [...tagsIn(next.join(','))];
    draw();
    announce(said);
    changed();
  };
  const remove = (tag: string): void => {
    set(
      tags.filter((one) => one !== tag),
      fill(words.tagRemoved, tag),
    );
    input.focus();
  };
  const take = (): void => {
    const typed = tagsIn(input.value);
    input.value = '';
    if (typed.length > 0) set([...tags, ...typed], fill(words.tagAdded, typed.join(', ')));
  };
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' && input.value.trim() !== '') {
      // Else it would send the form.
      event.preventDefault();
      take();
    } else if (event.key === 'Backspace' && input.value === '' && tags.length > 0) {
      event.preventDefault();
      const last = tags.at(-1) ?? '';
      input.value = last;
      set(tags.slice(0, -1), fill(words.tagRemoved, last));
    }
  });
  input.addEventListener('input', () => {
    if (input.value.includes(',')) take();
  });
  input.addEventListener('blur', take);
  draw();
  const label = element('label', { for: id }, ...labelParts(field, words));
  const row = element(
    'div',
    { class: 'field tags' },
    label,
    element('div', { class: 'box' }, chips, input),
    message,
    ...hints,
  );
  return controlOf({
    ...{ field, words, row, message },
    inputs: [input],
    value: () => tagsIn([...tags, input.value].join(',')).join(', '),
    setDisabled: (disabled) => {
      for (const one of row.querySelectorAll('input, button')) one.toggleAttribute('disabled', disabled);
    },
  });
}

function chip(tag: string, words: FormModel['words'], remove: () => void): HTMLElement {
  const name = fill(words.removeTag, tag);
  const button = element('button', { type: 'button', class: 'remove', 'aria-label': name, title: name }, '×');
  button.addEventListener('click', remove);
  return element('li', { class: 'chip' }, element('span', {}, tag), button);
}
