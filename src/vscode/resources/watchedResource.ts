import type { Log, Subscription } from '../../core/effects.ts';
import { inBackground } from '../../core/inBackground.ts';
import type { McpConnection } from '../../core/mcp/connection.ts';
import type { ServerClient } from '../../core/mcp/serverClient.ts';

/** Hears of changes of one resource over each connection that its server's client opens, until it is disposed of. */
export class WatchedResource implements Subscription {
  readonly #client: ServerClient;
  readonly #uri: string;
  readonly #changed: () => void;
  readonly #log: Log;
  readonly #states: Subscription;
  #connection: McpConnection | undefined;
  #watching: readonly Subscription[] = [];
  #isOver = false;

  constructor(client: ServerClient, uri: string, changed: () => void, log: Log) {
    this.#client = client;
    this.#uri = uri;
    this.#changed = changed;
    this.#log = log;
    this.#states = client.onDidChangeState(({ kind }) => {
      if (kind === 'connected') this.#follow();
    });
    if (client.state.kind === 'connected') this.#follow();
  }

  dispose(): void {
    this.#isOver = true;
    this.#states.dispose();
    this.#leave();
  }

  #follow(): void {
    inBackground(this.#attach(), 'Watching a resource', this.#log);
  }

  async #attach(): Promise<void> {
    const connection = await this.#client.connection();
    if (this.#isOver || connection === this.#connection) return;
    const isFirst = this.#connection === undefined;
    this.#leave();
    this.#connection = connection;
    const changes = connection.onDidChange((change) => {
      if (change.kind === 'contents' && change.uri === this.#uri) this.#changed();
    });
    this.#watching = [changes, connection.watchResource(this.#uri)];
    if (!isFirst) this.#changed();
  }

  #leave(): void {
    for (const one of this.#watching) one.dispose();
    this.#watching = [];
  }
}
