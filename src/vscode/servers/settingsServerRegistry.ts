import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { Log } from '../../core/effects.ts';
import { inBackground } from '../../core/inBackground.ts';
import type { ServerClient } from '../../core/mcp/serverClient.ts';
import { serverId, type ServerEntry } from '../../core/serverEntry.ts';
import type { AccountChange, SignedInAccounts } from '../auth/accounts/signedInAccounts.ts';
import type { ServersSetting } from '../settings/serversSetting.ts';
import type { ServerRegistry } from './serverRegistry.ts';

/** What the registry is built from. */
export interface SettingsServerRegistryOptions {
  readonly setting: Pick<ServersSetting, 'read' | 'onDidChange'>;
  readonly accounts: Pick<SignedInAccounts, 'onDidChange'>;
  readonly makeClient: (entry: ServerEntry) => ServerClient;
  readonly log: Log;
}

/** A client for each entry of the setting, kept as long as its entry stays the same. The setting is read on first use. */
export class SettingsServerRegistry implements ServerRegistry, vscode.Disposable {
  readonly #options: SettingsServerRegistryOptions;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listening: readonly vscode.Disposable[];
  /** Undefined until somebody asks. */
  #clients: readonly ServerClient[] | undefined;
  #problem: AppError | undefined;
  readonly onDidChange = this.#changed.event;

  constructor(options: SettingsServerRegistryOptions) {
    this.#options = options;
    this.#listening = [
      options.setting.onDidChange(() => {
        this.#clients = this.#read();
        this.#changed.fire();
      }),
      options.accounts.onDidChange((changes) =>
        inBackground(this.#accountsChanged(changes), 'Taking over a change of accounts', options.log),
      ),
    ];
  }

  get problem(): AppError | undefined {
    this.list();
    return this.#problem;
  }

  list(): readonly ServerClient[] {
    return (this.#clients ??= this.#read());
  }

  get(id: string): ServerClient | undefined {
    return this.list().find((client) => client.id === id);
  }

  dispose(): void {
    for (const listening of this.#listening) listening.dispose();
    for (const client of this.#clients ?? []) this.#close(client);
    this.#changed.dispose();
  }

  #read(): readonly ServerClient[] {
    const before = this.#clients ?? [];
    const clients = this.#entries().map((entry) => keptClient(before, entry) ?? this.#options.makeClient(entry));
    for (const client of before) if (!clients.includes(client)) this.#close(client);
    return clients;
  }

  #entries(): readonly ServerEntry[] {
    try {
      this.#problem = undefined;
      return this.#options.setting.read();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#problem = error;
      this.#options.log.warn(`${error.code}: ${error.args['field'] ?? ''} ${error.args['problem'] ?? ''}`);
      return [];
    }
  }

  /** The same account may see what a running call brings; another one may not. */
  async #accountsChanged(changes: readonly AccountChange[]): Promise<void> {
    await Promise.all(
      changes.map(async ({ serverId: id, sameAccount }) => {
        const client = this.get(id);
        if (sameAccount) client?.renew();
        else if (client) await this.#reset(client);
      }),
    );
    this.#changed.fire();
  }

  #close(client: ServerClient): void {
    void this.#reset(client);
  }

  async #reset(client: ServerClient): Promise<void> {
    try {
      await client.reset();
    } catch (error) {
      this.#options.log.warn(`Closing a connection failed: ${error instanceof Error ? error.name : 'unknown'}`);
    }
  }
}

function keptClient(clients: readonly ServerClient[], entry: ServerEntry): ServerClient | undefined {
  const client = clients.find(({ id }) => id === serverId(entry));
  return client && JSON.stringify(client.entry) === JSON.stringify(entry) ? client : undefined;
}
