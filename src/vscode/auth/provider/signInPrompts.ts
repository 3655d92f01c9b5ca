/** Keeps each server to one sign-in prompt at a time, however many callers wait for it. */
export class SignInPrompts<T> {
  readonly #running = new Map<string, Promise<T>>();
  readonly #failures = new Map<string, unknown>();

  /** The prompt of this server: the one that is open, else `prompt` starts it. */
  run(serverId: string, prompt: () => Promise<T>): Promise<T> {
    const running = this.#running.get(serverId);
    if (running) return running;
    this.#failures.delete(serverId);
    const started = this.#start(serverId, prompt);
    this.#running.set(serverId, started);
    return started;
  }

  /** Why the last prompt of this server failed, once: errors lose their kind on their way through VS Code. */
  takeFailure(serverId: string): unknown {
    const failure = this.#failures.get(serverId);
    this.#failures.delete(serverId);
    return failure;
  }

  async #start(serverId: string, prompt: () => Promise<T>): Promise<T> {
    try {
      return await prompt();
    } catch (error) {
      this.#failures.set(serverId, error);
      throw error;
    } finally {
      this.#running.delete(serverId);
    }
  }
}
