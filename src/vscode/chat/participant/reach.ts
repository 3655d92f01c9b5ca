import { AppError, isAppError } from '../../../core/errors.ts';
import type { IncidentSource, ShownIncident } from '../../../core/incidents/incidentSource.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import type { WithStepUp } from '../../../core/mcp/withStepUp.ts';
import type { Accounts } from '../../auth/accounts/accountTokens.ts';
import type { ServerRegistry } from '../../servers/serverRegistry.ts';

/** How a server says that there is nothing of that id. */
const NOTHING_THERE = ['incident_not_found', 'resource_missing', 'request_failed', 'tool_failed'] as const;
/** Incidents of a list that are looked at, of one server. */
const LIST_LIMIT = 100;

/** What was read from one server. */
export interface FromServer<T> {
  readonly client: ServerClient;
  readonly value: T;
}

/** What {@link Reach} is made from. */
export interface ReachOptions {
  readonly registry: ServerRegistry;
  readonly accounts: Accounts;
  readonly withStepUp: WithStepUp;
  readonly signal: AbortSignal;
  /** Characters of data that the model bears. */
  readonly limit: number;
  /** Hears of a server that could not be asked, where others could. */
  readonly missed: (client: ServerClient, error: unknown) => void;
}

/** The signed-in servers, as a question in the chat reaches them. */
export class Reach {
  readonly #options: ReachOptions;

  constructor(options: ReachOptions) {
    this.#options = options;
  }

  get limit(): number {
    return this.#options.limit;
  }

  get signal(): AbortSignal {
    return this.#options.signal;
  }

  /**
   * Reads from every signed-in server; one that fails is left out where another answers.
   * @throws AppError `invalid_settings`, `no_servers`, `signed_out`, and what failed where nothing worked
   */
  async each<T>(read: (client: ServerClient) => Promise<T>): Promise<readonly FromServer<T>[]> {
    const { withStepUp, signal, missed } = this.#options;
    const clients = await this.#signedIn();
    const outcomes = await Promise.allSettled(
      clients.map((client) => withStepUp(client, () => read(client), { signal })),
    );
    signal.throwIfAborted();
    const found: FromServer<T>[] = [];
    const failures: { client: ServerClient; error: unknown }[] = [];
    for (const [index, client] of clients.entries()) {
      const outcome = outcomes[index];
      if (outcome?.status === 'fulfilled') found.push({ client, value: outcome.value });
      else failures.push({ client, error: outcome?.reason });
    }
    const [first] = failures;
    if (found.length === 0 && first) throw first.error;
    for (const { client, error } of failures) missed(client, error);
    return found;
  }

  /** The unresolved incidents of each server; where it has other words for that, whatever it lists. */
  unresolved(): Promise<readonly FromServer<readonly ShownIncident[]>[]> {
    return this.each(async (client) => {
      const source = await this.source(client);
      const lists = ['open', 'investigating'].map((status) => this.#list(source, { status }));
      const found = (await Promise.all(lists)).flat();
      return found.length > 0 ? found : this.#list(source, {});
    });
  }

  /** The incidents of each server that a text is found in. */
  matching(text: string): Promise<readonly FromServer<readonly ShownIncident[]>[]> {
    return this.each(async (client) => this.#list(await this.source(client), { text }));
  }

  /** The incidents of each server that have one of the ids, with everything. */
  named(ids: readonly string[]): Promise<readonly FromServer<readonly ShownIncident[]>[]> {
    return this.each(async (client) => {
      const source = await this.source(client);
      return (await Promise.all(ids.map((id) => this.#find(source, id)))).flat();
    });
  }

  source(client: ServerClient): Promise<IncidentSource> {
    return client.incidents({ signal: this.signal });
  }

  async #list(source: IncidentSource, query: { status?: string; text?: string }): Promise<readonly ShownIncident[]> {
    return (await source.list({ ...query, limit: LIST_LIMIT }, { signal: this.signal })).incidents;
  }

  /** As it was written, else in capitals. */
  async #find(source: IncidentSource, id: string): Promise<readonly ShownIncident[]> {
    for (const spelled of new Set([id, id.toUpperCase()])) {
      try {
        return [await source.get(spelled, { signal: this.signal })];
      } catch (error) {
        if (!isAppError(error, ...NOTHING_THERE)) throw error;
      }
    }
    return [];
  }

  async #signedIn(): Promise<readonly ServerClient[]> {
    const { registry, accounts } = this.#options;
    if (registry.problem) throw registry.problem;
    const all = registry.list();
    const [first] = all;
    if (!first) throw new AppError('no_servers');
    const current = await Promise.all(all.map(({ id }) => accounts.current(id)));
    const signedIn = all.filter((_, index) => current[index] !== undefined);
    if (signedIn.length === 0) throw new AppError('signed_out', { server: first.entry.name });
    return signedIn;
  }
}
