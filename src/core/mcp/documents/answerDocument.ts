import type { Attachment } from './attachment.ts';

/** What a server answered, as a Markdown document whose server-written parts stay text, whatever they contain. */
export interface AnswerDocument {
  readonly markdown: string;
  /** What opens by itself, with the line of the document, from 0, that tells of it. */
  readonly attachments: readonly { readonly line: number; readonly attachment: Attachment }[];
  /** Whether something is not shown, so that only the answer itself has it all. */
  readonly isCut: boolean;
}
