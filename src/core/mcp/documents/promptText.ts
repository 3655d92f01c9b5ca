import { labelText, multilineText } from '../../shownText.ts';
import type { Content, RenderedPrompt } from '../connection.ts';

/** What of a rendered prompt can be pasted. */
export interface PromptText {
  /** What the server wrote, without the headings of the document that shows it. */
  readonly text: string;
  /** How many images, sounds and files were left out, since they are no text. */
  readonly left: number;
}

const ADDRESS_LENGTH = 2000;

/**
 * The text of a rendered prompt: its words, and under their addresses the texts of its resources. Characters that
 * nobody sees are taken out, as they are where it is shown: what is pasted is what was read.
 */
export function promptText({ messages }: RenderedPrompt): PromptText {
  const texts = messages.map(({ content }) => textOf(content));
  return {
    text: texts.filter((text) => text !== undefined && text !== '').join('\n\n'),
    left: texts.filter((text) => text === undefined).length,
  };
}

/** Undefined for what is no text. */
function textOf(content: Content): string | undefined {
  if (content.type === 'text') return whole(content.text);
  if (content.type === 'link') return labelText(content.uri, ADDRESS_LENGTH);
  if (content.type !== 'resource' || content.text === undefined) return undefined;
  return `${labelText(content.uri, ADDRESS_LENGTH)}\n${whole(content.text)}`.trim();
}

function whole(text: string): string {
  return multilineText(text, Number.POSITIVE_INFINITY);
}
