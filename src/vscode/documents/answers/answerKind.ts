import type { AnswerDocument } from '../../../core/mcp/documents/answerDocument.ts';
import type { CommandId } from '../../commands/commandIds.ts';

/** A kind of answers of servers that are shown as documents. */
export interface AnswerKind<Answer> {
  readonly write: (answer: Answer, title: string) => AnswerDocument;
  /** Stands in the document of an answer that is not kept any more. */
  readonly gone: string;
  /** Absent where nothing is worth saving, and no answer so long that it is cut. */
  readonly saving?: {
    /** Saves the answer of a document, or the file of a part of one. */
    readonly command: CommandId;
    /** Words of the action that saves all of an answer. */
    readonly whole: string;
  };
}
