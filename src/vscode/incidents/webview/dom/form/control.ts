import type { FormField, FormModel } from '../../../create/formModel.ts';
import { problemOf } from '../../../../../core/incidents/create/draftProblems.ts';
import { EMPTY_DRAFT } from '../../../../../core/incidents/create/draft.ts';
import { element } from '../element.ts';
import { fill } from './fill.ts';

/** A field's row in the form. */
export interface Control {
  readonly row: HTMLElement;
  /** What the draft holds of it. */
  value(): string;
  focus(): void;
  setDisabled(disabled: boolean): void;
  /** Shows what is wrong with the field beside it, or clears it; says whether it can be sent. */
  check(): boolean;
  /** As {@link check}, for what is seen at once: that a field is empty is told only later. */
  checkTyped(): void;
}

/** What a control is made of. */
export interface ControlParts {
  readonly field: FormField;
  readonly words: FormModel['words'];
  readonly row: HTMLElement;
  /** The elements that are marked as wrong, the first of which takes the focus. */
  readonly inputs: readonly HTMLElement[];
  /** The place for what is wrong. */
  readonly message: HTMLElement;
  readonly value: () => string;
  readonly setDisabled: (disabled: boolean) => void;
}

/** The hint and the place for a message of a field, and how they are tied to it for screen readers. */
export function descriptionOf({ name, hint }: FormField): { message: HTMLElement; hints: HTMLElement[]; ids: string } {
  const message = element('p', { id: `${name}-message`, class: 'message', 'aria-live': 'polite' });
  const hints = hint === '' ? [] : [element('p', { id: `${name}-hint`, class: 'hint' }, hint)];
  return { message, hints, ids: [...hints, message].map(({ id }) => id).join(' ') };
}

/** A field's name, and whether it may stay empty. */
export function labelParts({ label, rules, control }: FormField, words: FormModel['words']): (Node | string)[] {
  const skippable = !rules.required && control !== 'choice';
  return [label, ...(skippable ? [element('span', { class: 'quiet' }, ` (${words.optional})`)] : [])];
}

/** Puts a {@link Control} together. */
export function controlOf({ field, words, row, inputs, message, value, setDisabled }: ControlParts): Control {
  const { name, rules } = field;
  const problem = () => problemOf({ ...EMPTY_DRAFT, [name]: value() }, { name, ...rules });
  const tell = (found: ReturnType<typeof problem>): boolean => {
    const text = found ? fill(words.problems[found.code] ?? '', found.limit, found.length) : '';
    for (const input of inputs) input.ariaInvalid = String(found !== undefined);
    if (message.textContent !== text) message.textContent = text;
    return found === undefined;
  };
  let asked = false;
  return {
    row,
    value,
    setDisabled,
    focus: () => inputs[0]?.focus(),
    check: () => {
      asked = true;
      return tell(problem());
    },
    checkTyped: () => {
      const found = problem();
      tell(found?.code === 'required' && !asked ? undefined : found);
    },
  };
}
