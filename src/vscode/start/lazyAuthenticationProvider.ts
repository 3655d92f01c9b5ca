import * as vscode from 'vscode';
import type { Log } from '../../core/effects.ts';

type Changes = vscode.AuthenticationProviderAuthenticationSessionsChangeEvent;

/** The authentication provider as VS Code sees it; the sessions are read when VS Code first asks for them. */
export class LazyAuthenticationProvider implements vscode.AuthenticationProvider, vscode.Disposable {
  readonly #provider: () => Promise<vscode.AuthenticationProvider>;
  readonly #log: Log;
  readonly #changed = new vscode.EventEmitter<Changes>();
  readonly onDidChangeSessions = this.#changed.event;

  constructor(provider: () => Promise<vscode.AuthenticationProvider>, log: Log) {
    this.#provider = provider;
    this.#log = log;
  }

  /** Tells VS Code that sessions came, went or changed. */
  readonly announce = (changes: Changes): void => this.#changed.fire(changes);

  async getSessions(
    scopes: readonly string[] | undefined,
    options: vscode.AuthenticationProviderSessionOptions,
  ): Promise<vscode.AuthenticationSession[]> {
    return (await this.#load()).getSessions(scopes, options);
  }

  async createSession(
    scopes: readonly string[],
    options: vscode.AuthenticationProviderSessionOptions,
  ): Promise<vscode.AuthenticationSession> {
    return (await this.#load()).createSession(scopes, options);
  }

  async removeSession(sessionId: string): Promise<void> {
    await (await this.#load()).removeSession(sessionId);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #load(): Promise<vscode.AuthenticationProvider> {
    try {
      return await this.#provider();
    } catch (error) {
      // VS Code hands on nothing but the message, and to whom it likes.
      this.#log.error(`The sign-in could not be loaded: ${error instanceof Error ? error.message : 'unknown fault'}`);
      throw error;
    }
  }
}
