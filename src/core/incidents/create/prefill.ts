import { labelText } from '../../shownText.ts';
import { boundedText, type TextBounds } from './context/boundedText.ts';
import { type ContextBlock, type ContextFact, contextMarkdown } from './context/contextMarkdown.ts';
import { type MaskedSecret, maskSecrets } from './context/maskSecrets.ts';
import { withoutPersonalPaths } from './context/withoutPersonalPaths.ts';
import { type Draft, isEmpty } from './draft.ts';

/** What was found where an incident is created from. */
export interface Gathered {
  readonly title: string;
  readonly facts: readonly ContextFact[];
  readonly blocks: readonly (Omit<ContextBlock, 'remark'> & Pick<TextBounds, 'keep'>)[];
}

/** What a form starts with: nothing in it names a person's folders or obviously is a secret. */
export interface Prefill {
  readonly title: string;
  readonly description: string;
  /** What was masked, so that the person can put it back. */
  readonly secrets: readonly MaskedSecret[];
}

/** What {@link prefillOf} needs to know. */
export interface PrefillOptions {
  /** Absolute paths of the workspace's folders. */
  readonly folders: readonly string[];
  /** What stands in the place of a secret, another each time. */
  readonly nextMask: () => string;
  /** Says how many lines were left out. */
  readonly leftOut: (lines: number) => string;
}

const TITLE_LENGTH = 120;
const LINES = 120;
const CHARACTERS = 6000;

/** Makes what was gathered fit to be sent: within bounds, without personal paths and secrets. */
export function prefillOf({ title, facts, blocks }: Gathered, options: PrefillOptions): Prefill {
  const secrets: MaskedSecret[] = [];
  const clean = (text: string): string => {
    const masked = maskSecrets(withoutPersonalPaths(text, options.folders), options.nextMask);
    secrets.push(...masked.secrets);
    return masked.text;
  };
  const characters = Math.floor(CHARACTERS / Math.max(blocks.length, 1));
  const bounded = blocks.map(({ label, text, language, keep }) => {
    // Masked before it is cut, since half a secret is not known to be one.
    const cut = boundedText(clean(text), { lines: LINES, characters, keep });
    return { label, text: cut.text, language, ...(cut.leftOut > 0 ? { remark: options.leftOut(cut.leftOut) } : {}) };
  });
  const cleanFacts = facts.map((fact) => ({ ...fact, value: clean(fact.value) }));
  return {
    title: labelText(clean(title), TITLE_LENGTH),
    description: contextMarkdown({ facts: cleanFacts, blocks: bounded }),
    secrets,
  };
}

/** The draft with what was gathered: in its place, or below what was typed, which keeps its title. */
export function withPrefill(draft: Draft, { title, description }: Prefill, how: 'replace' | 'add'): Draft {
  if (how === 'replace' || isEmpty(draft)) return { ...draft, title, description, service: '', tags: '' };
  const both = [draft.description.trimEnd(), description].filter((text) => text !== '').join('\n\n');
  return { ...draft, title: draft.title.trim() === '' ? title : draft.title, description: both };
}
