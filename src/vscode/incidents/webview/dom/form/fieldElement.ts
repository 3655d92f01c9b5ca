import type { FormField, FormModel } from '../../../create/formModel.ts';
import { choiceField } from './choiceField.ts';
import type { Control } from './control.ts';
import { lineField } from './lineField.ts';
import { tagsField } from './tagsField.ts';

/** Makes the row of a field. `changed` is called when it changed in a way that no event of the page tells. */
export function fieldElement(field: FormField, value: string, words: FormModel['words'], changed: () => void): Control {
  if (field.control === 'choice') return choiceField(field, value, words);
  if (field.control === 'tags') return tagsField(field, value, words, changed);
  return lineField(field, value, words);
}
