import * as vscode from 'vscode';
import { plainText } from '../words/plainText.ts';
import type { QuestionQueue } from './questionQueue.ts';

/** Milliseconds for which the status bar says that nobody waits. */
const SAID_FOR = 5000;

/** Who asks, by its id and its name. */
export interface Asker {
  readonly id: string;
  readonly name: string;
}

/**
 * Puts a server's question to the person when it is its turn, and says quietly when the server stopped waiting
 * meanwhile: what can be closed closed under the person's hands, and of what cannot the answer comes to nothing.
 * @throws AppError `cancelled` where nobody waits any more before it is asked, and whatever the question throws
 */
export function askWhileWaited<T>(
  questions: Pick<QuestionQueue, 'ask'>,
  { id, name }: Asker,
  signal: AbortSignal,
  question: () => Promise<T>,
): Promise<T> {
  return questions.ask(id, signal, async () => {
    try {
      return await question();
    } finally {
      if (signal.aborted) {
        vscode.window.setStatusBarMessage(
          vscode.l10n.t('{0} no longer waits for an answer.', plainText(name)),
          SAID_FOR,
        );
      }
    }
  });
}
