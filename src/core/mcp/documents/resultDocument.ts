import { labelText } from '../../shownText.ts';
import type { ToolResult } from '../connection.ts';
import { codeSpan } from '../markdownParts.ts';
import type { AnswerDocument } from './answerDocument.ts';
import { DocumentWriter } from './documentWriter.ts';
import type { DocumentWords } from './documentWords.ts';

/** The words of the face that only results need. Plain text, not Markdown. */
export interface ResultWords extends DocumentWords {
  /** Heading of the words of a tool that failed. */
  readonly failed: string;
  readonly structured: string;
  /** Stands before why the structured data does not fit what the tool declares. */
  readonly mismatch: string;
}

/** Writes down what a tool answered. */
export function resultDocument(result: ToolResult, title: string, words: ResultWords): AnswerDocument {
  const writer = new DocumentWriter(title, words);
  const { content, structured, isError, mismatch } = result;
  if (isError) writer.heading(words.failed);
  writer.parts(content, (part, place) => writer.content(part, place));
  if (structured) {
    writer.heading(words.structured);
    if (mismatch !== undefined) writer.note(`${words.mismatch} ${codeSpan(labelText(mismatch))}`);
    writer.text(JSON.stringify(structured, undefined, 2), 'json');
  } else if (content.length === 0) writer.paragraph(words.empty);
  return writer.document();
}
