/** Hears of a server's prompts until it is disposed of. */
export interface PromptWatch {
  /** Why the last prompt that ended meanwhile failed: errors lose their kind on their way through VS Code. */
  readonly failure: unknown;
  dispose(): void;
}

/** Keeps each server to one sign-in prompt at a time, however many callers wait for it. */
export class SignInPrompts<T> {
  readonly #running = new Map<string, Promise<T>>();
  readonly #watches = new Map<string, Set<(failure: unknown) => void>>();

  /** The prompt of this server: the one that is open, else `prompt` starts it. */
  run(serverId: string, prompt: () => Promise<T>): Promise<T> {
    const running = this.#running.get(serverId);
    if (running) return running;
    const started = this.#start(serverId, prompt);
    this.#running.set(serverId, started);
    return started;
  }

  /** Watches the prompts of this server. Each watch hears of each failure, so that all who wait end the same way. */
  watch(serverId: string): PromptWatch {
    const watches = this.#watches.get(serverId) ?? new Set();
    this.#watches.set(serverId, watches);
    let last: unknown;
    const hear = (failure: unknown): void => {
      last = failure;
    };
    watches.add(hear);
    return {
      get failure() {
        return last;
      },
      dispose: () => {
        watches.delete(hear);
        if (watches.size === 0) this.#watches.delete(serverId);
      },
    };
  }

  async #start(serverId: string, prompt: () => Promise<T>): Promise<T> {
    try {
      return await prompt();
    } catch (error) {
      for (const hear of this.#watches.get(serverId) ?? []) hear(error);
      throw error;
    } finally {
      this.#running.delete(serverId);
    }
  }
}
