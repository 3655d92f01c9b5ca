import * as vscode from 'vscode';
import type { Log } from '../../core/effects.ts';
import { Listeners } from '../../core/listeners.ts';
import type { Memory } from '../../core/oauth/discovery/resourceRefusals.ts';

const KNOWN_KEY = 'hasLanguageModel';

/**
 * Whether the editor has a language model, as known from the last time: its extensions take long to say so, and no
 * connection waits for them.
 */
export class ModelOffer implements vscode.Disposable {
  readonly #memory: Memory;
  readonly #log: Log;
  readonly #changed = new Listeners<void>();
  readonly #listening: vscode.Disposable;
  readonly onDidChange = this.#changed.listen;

  constructor(memory: Memory, log: Log) {
    this.#memory = memory;
    this.#log = log;
    this.#listening = vscode.lm.onDidChangeChatModels(() => void this.look());
    void this.look();
  }

  get isThere(): boolean {
    return this.#memory.get(KNOWN_KEY) === true;
  }

  /** Finds out how it is now. */
  async look(): Promise<void> {
    try {
      const isThere = (await vscode.lm.selectChatModels()).length > 0;
      if (isThere === this.isThere) return;
      await this.#memory.update(KNOWN_KEY, isThere);
      this.#changed.tell();
    } catch (error) {
      this.#log.debug(
        `The editor does not say which language models it has: ${error instanceof Error ? error.name : ''}`,
      );
    }
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.clear();
  }
}
