import { labelText } from '../../../shownText.ts';

/** A fact about where something happened, on one line. */
export interface ContextFact {
  readonly label: string;
  readonly value: string;
  /** How it is set: as code, as it is, or as the address that it is. */
  readonly as: 'code' | 'text' | 'link';
  /** Where the value leads. */
  readonly link?: string | undefined;
  /** Said behind it. */
  readonly remark?: string | undefined;
}

/** A text as it was, set as code. */
export interface ContextBlock {
  readonly label: string;
  readonly text: string;
  /** As Markdown's code fences name it; empty for none. */
  readonly language: string;
  /** Said below it, as that it was cut. */
  readonly remark?: string | undefined;
}

/** What was gathered for an incident. */
export interface IncidentContext {
  readonly facts: readonly ContextFact[];
  readonly blocks: readonly ContextBlock[];
}

const VALUE_LENGTH = 500;

/** The context as Markdown that reads well as it is, too: a list of facts, then each block. */
export function contextMarkdown({ facts, blocks }: IncidentContext): string {
  const list = facts.filter(({ value }) => value.trim() !== '').map(factLine);
  const parts = blocks.filter(({ text }) => text.trim() !== '').map(blockPart);
  return [...(list.length > 0 ? [list.join('\n')] : []), ...parts].join('\n\n');
}

function factLine({ label, value, as, link, remark = '' }: ContextFact): string {
  const text = labelText(value, VALUE_LENGTH);
  const shown = as === 'code' ? codeSpan(text) : as === 'link' ? `<${text}>` : escaped(text);
  const linked = link === undefined ? shown : `[${shown}](<${link}>)`;
  return `- ${label}: ${linked}${remark === '' ? '' : ` (${remark})`}`;
}

function blockPart({ label, text, language, remark = '' }: ContextBlock): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  const name = /^[\w+#.-]{1,40}$/.test(language) ? language : '';
  const below = remark === '' ? '' : `\n\n${remark}`;
  return `${label}:\n\n${fence}${name}\n${text}\n${fence}${below}`;
}

/** A code span, whatever backticks are in it. */
function codeSpan(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1);
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${ticks}${space}${text}${space}${ticks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>~|#]/g, '\\$&');
}
