import { AppError, isAppError, isOffline, isSignedOut } from '../errors.ts';
import type { AppErrorCode } from '../errors.ts';
import type { IncidentSource } from '../incidents/incidentSource.ts';
import { TOOL } from '../../shared/names.ts';
import { serverId } from '../serverEntry.ts';
import type { ServerEntry } from '../serverEntry.ts';
import type { ConnectOptions } from './connect.ts';
import type { CallOptions, McpConnection } from './connection.ts';
import type { ToolDescription } from './descriptions.ts';
import { isSameHandshake } from './handshake.ts';
import { Listeners } from '../listeners.ts';
import type { ServerClient, ServerState } from './serverClient.ts';
import type { ServerRequests } from './requests/serverRequests.ts';
import type { ServerMemory } from './serverMemory.ts';
import { SharedAttempt } from './sharedAttempt.ts';

/** What {@link createServerClient} needs. */
export interface ServerClientOptions extends Omit<ConnectOptions, 'onCall' | 'requests'> {
  /** {@link serverId} of the entry unless told. */
  readonly id?: string;
  /** Without it each connection asks the server what it is. */
  readonly memory?: ServerMemory;
  /** Makes what answers the server, for each connection anew; without it the server cannot ask anything. */
  readonly requests?: () => Promise<ServerRequests>;
}

/** What a single call can fail with though the connection stands. */
const CALL_ONLY: readonly AppErrorCode[] = [
  'cancelled',
  'insufficient_scope',
  'tool_failed',
  'prompt_failed',
  'request_failed',
  'resource_missing',
  'answer_invalid',
  'answer_too_large',
  'page_required',
  'no_model',
  'model_failed',
];

/** The tools that the first incidents need, and what can be done with them. */
const INCIDENT_TOOLS: readonly string[] = Object.values(TOOL);

/** A client of one configured server. Loads the MCP client when it first connects. */
export function createServerClient(options: ServerClientOptions): ServerClient {
  return new LazyServerClient(options);
}

class LazyServerClient implements ServerClient {
  readonly id: string;
  readonly entry: ServerEntry;
  readonly #changed = new Listeners<ServerState>();
  readonly #options: ServerClientOptions;
  #state: ServerState = { kind: 'idle' };
  #connection: McpConnection | undefined;
  #source: SharedAttempt<IncidentSource> | undefined;
  #ready: IncidentSource | undefined;
  /** The tools that were remembered when the connection was made. */
  #knownTools: readonly ToolDescription[] = [];
  #connecting: SharedAttempt<McpConnection>;
  /** Connections on which calls still run. */
  readonly #left = new Set<McpConnection>();

  constructor(options: ServerClientOptions) {
    this.#options = options;
    this.entry = options.entry;
    this.id = options.id ?? serverId(options.entry);
    this.#connecting = this.#attempt();
  }

  get state(): ServerState {
    return this.#state;
  }

  get onDidChangeState(): ServerClient['onDidChangeState'] {
    return this.#changed.listen;
  }

  async connection({ signal }: CallOptions = {}): Promise<McpConnection> {
    for (;;) {
      if (this.#connection) return this.#connection;
      const attempt = this.#connecting;
      try {
        return await attempt.join(signal);
      } catch (error) {
        const isSuperseded = attempt !== this.#connecting && !signal?.aborted;
        if (!isSuperseded) throw error;
      }
    }
  }

  async incidents({ signal }: CallOptions = {}): Promise<IncidentSource> {
    const connection = await this.connection(signal ? { signal } : {});
    if (this.#ready) return this.#ready;
    this.#source ??= this.#sourceOf(connection);
    return this.#source.join(signal);
  }

  async reset(): Promise<void> {
    const connection = this.#leave();
    const all = connection ? [connection, ...this.#left] : [...this.#left];
    await Promise.all(all.map((each) => each.close()));
  }

  renew(): void {
    const connection = this.#leave();
    if (!connection) return;
    this.#left.add(connection);
    void connection
      .closeWhenIdle()
      .catch(() => this.#options.effects.log.debug('A connection that was left could not be closed'))
      .finally(() => this.#left.delete(connection));
  }

  /** Has the next use open a connection, and gives the one there was. */
  #leave(): McpConnection | undefined {
    const connection = this.#connection;
    const attempt = this.#connecting;
    this.#connecting = this.#attempt();
    this.#forget();
    attempt.abort();
    this.#set({ kind: 'idle' });
    return connection;
  }

  #attempt(): SharedAttempt<McpConnection> {
    const attempt = new SharedAttempt<McpConnection>(async (signal) => {
      const isCurrent = (): boolean => this.#connecting === attempt;
      this.#set({ kind: 'connecting' });
      try {
        return await this.#connect(signal, isCurrent);
      } catch (error) {
        if (isCurrent()) this.#failed(error);
        throw error;
      }
    });
    return attempt;
  }

  async #connect(signal: AbortSignal, isCurrent: () => boolean): Promise<McpConnection> {
    const { requests: makeRequests, ...options } = this.#options;
    const [{ connectToServer }, requests] = await Promise.all([import('./connect.ts'), makeRequests?.()]);
    const onCall = (error: AppError | undefined): void => {
      if (isCurrent()) this.#heard(error);
    };
    const known = await this.#options.memory?.recall();
    const connection = await connectToServer(
      { ...options, onCall, ...(requests ? { requests } : {}) },
      { signal, ...(known ? { known } : {}) },
    );
    if (signal.aborted || !isCurrent()) {
      await connection.close();
      throw new AppError('cancelled');
    }
    this.#connection = connection;
    this.#knownTools = known?.tools ?? [];
    const offer = requests?.onDidChangeOffer?.(() => {
      if (this.#connection === connection) this.renew();
    });
    connection.onDidClose(() => {
      offer?.dispose();
      if (this.#connection !== connection) return;
      this.#forget();
      this.#set({ kind: 'idle' });
    });
    this.#set({ kind: 'connected' });
    return connection;
  }

  #sourceOf(connection: McpConnection): SharedAttempt<IncidentSource> {
    const attempt = new SharedAttempt<IncidentSource>(async (signal) => {
      const { createIncidentSource } = await import('../incidents/createIncidentSource.ts');
      const known = this.#knownTools;
      const onTools = (tools: readonly ToolDescription[]): void => void this.#learned(connection, tools);
      const source = await createIncidentSource({ connection, server: this.entry.name, known, onTools }, { signal });
      if (this.#source === attempt) this.#ready = source;
      return source;
    });
    return attempt;
  }

  /** Remembers the server for the next start. Where it is not what it was taken for, another connection finds out. */
  async #learned(connection: McpConnection, tools: readonly ToolDescription[]): Promise<void> {
    const { memory, effects } = this.#options;
    if (!memory) return;
    try {
      const before = connection.handshake;
      const handshake = await connection.refreshHandshake();
      // Left meanwhile, as for another account.
      if (this.#connection !== connection) return;
      await memory.remember({ handshake, tools: tools.filter(({ name }) => INCIDENT_TOOLS.includes(name)) });
      if (!isSameHandshake(before, handshake)) this.renew();
    } catch (error) {
      effects.log.debug(
        `${this.entry.name}: ${error instanceof Error ? error.name : 'unknown'} while it was asked anew`,
      );
    }
  }

  #forget(): void {
    this.#connection = undefined;
    this.#source = undefined;
    this.#ready = undefined;
  }

  #failed(error: unknown): void {
    if (isAppError(error, 'cancelled')) this.#set({ kind: 'idle' });
    else if (isAppError(error)) this.#heard(error, []);
    else this.#set({ kind: 'error', error: new AppError('answer_invalid', { what: 'connect' }, { cause: error }) });
  }

  #heard(error: AppError | undefined, harmless = CALL_ONLY): void {
    if (!error) this.#set({ kind: 'connected' });
    else if (isSignedOut(error)) this.#set({ kind: 'signedOut' });
    else if (isOffline(error)) this.#set({ kind: 'offline', error });
    else if (!harmless.includes(error.code)) this.#set({ kind: 'error', error });
  }

  #set(state: ServerState): void {
    const isSame = state.kind === this.#state.kind && !('error' in state) && !('error' in this.#state);
    this.#state = state;
    if (!isSame) this.#changed.tell(state);
  }
}
