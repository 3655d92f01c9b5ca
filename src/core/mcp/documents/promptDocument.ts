import { multilineText } from '../../shownText.ts';
import type { RenderedPrompt } from '../connection.ts';
import type { AnswerDocument } from './answerDocument.ts';
import { DocumentWriter } from './documentWriter.ts';
import type { DocumentWords } from './documentWords.ts';

/** The words of the face that only prompts need. Plain text, not Markdown. */
export interface PromptWords extends DocumentWords {
  /** Headings of the messages. */
  readonly user: string;
  readonly assistant: string;
}

const DESCRIPTION_LENGTH = 2000;

/** Writes down a rendered prompt: who says what. */
export function promptDocument(prompt: RenderedPrompt, title: string, words: PromptWords): AnswerDocument {
  const writer = new DocumentWriter(title, words);
  const about = multilineText(prompt.description, DESCRIPTION_LENGTH);
  if (about !== '') writer.text(about, 'text');
  writer.parts(prompt.messages, ({ role, content }, place) => {
    writer.heading(words[role]);
    writer.content(content, place);
  });
  if (about === '' && prompt.messages.length === 0) writer.paragraph(words.empty);
  return writer.document();
}
