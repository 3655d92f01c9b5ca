import type { Subscription } from '../../effects.ts';
import { causesOf, isSignedOut } from '../../errors.ts';
import type { McpConnection, ServerChange } from '../connection.ts';
import type { ServerClient, ServerState } from '../serverClient.ts';
import { CatalogList, type CatalogListOptions, type NoticeTimes } from './catalogList.ts';
import type { CatalogLists, ListKind, ServerAbout } from './listState.ts';

/** JSON-RPC code of a method that the server does not have. */
const METHOD_NOT_FOUND = -32_601;
const NOTICE_TIMES: NoticeTimes = { quiet: 300, patience: 5000 };

/** What a {@link ServerCatalog} is made from. */
export interface ServerCatalogOptions {
  readonly client: ServerClient;
  /** Id of the account that is signed in, undefined where nobody is; never asks a person. */
  readonly account: () => Promise<string | undefined>;
  /** Called when anything that the catalog tells has changed. */
  readonly changed: () => void;
  /** {@link NOTICE_TIMES} unless told. */
  readonly times?: NoticeTimes;
}

/**
 * What one server offers. Loads nothing and listens to nothing unless somebody looks at it, or asks for it once; what was
 * loaded for one account is never told to another.
 */
export class ServerCatalog implements Subscription {
  readonly client: ServerClient;
  readonly #options: ServerCatalogOptions;
  readonly #lists;
  readonly #watching: Subscription;
  #about: ServerAbout | undefined;
  #account: string | undefined;
  #isLookedAt = false;
  #followed: { readonly connection: McpConnection; readonly listening: Subscription } | undefined;
  #running: { readonly stop: AbortController; readonly done: Promise<void> } | undefined;
  #again = false;
  /** Whether the server was reached while an attempt ran, which may fail all the same. */
  #wasReached = false;
  #asking: Promise<unknown> = Promise.resolve();

  constructor(options: ServerCatalogOptions) {
    this.#options = options;
    this.client = options.client;
    const { changed, times = NOTICE_TIMES } = options;
    const list = <T>(fetch: CatalogListOptions<McpConnection, T>['fetch']) =>
      new CatalogList<McpConnection, T>({ fetch: withoutUnknownMethod(fetch), changed, times });
    this.#lists = {
      tools: list((connection, how) => connection.listTools(how)),
      prompts: list((connection, how) => connection.listPrompts(how)),
      resources: list((connection, how) => connection.listResources(how)),
      templates: list((connection, how) => connection.listResourceTemplates(how)),
    };
    this.#watching = this.client.onDidChangeState((state) => this.#stateChanged(state));
  }

  /** Undefined until it was connected to for the account that is signed in. */
  get about(): ServerAbout | undefined {
    return this.#about;
  }

  get lists(): CatalogLists {
    const { tools, prompts, resources, templates } = this.#lists;
    return {
      tools: tools.state,
      prompts: prompts.state,
      resources: resources.state,
      templates: templates.state,
    };
  }

  /** Whether somebody looks at the server now: then it is connected to, and its lists are loaded and kept current. */
  look(isLookedAt: boolean): void {
    if (isLookedAt === this.#isLookedAt) return;
    this.#isLookedAt = isLookedAt;
    if (isLookedAt) void this.#load();
    else this.#leave();
  }

  /** Somebody may have signed in or out. */
  accountChanged(): void {
    if (this.#isLookedAt) void this.#load();
    else void this.#forgetOthers();
  }

  /** Loads everything anew, though nobody may look at it. Never rejects. */
  async refresh(): Promise<void> {
    this.#leave();
    await this.#load();
  }

  dispose(): void {
    this.#isLookedAt = false;
    this.#watching.dispose();
    this.#leave();
  }

  #stateChanged({ kind }: ServerState): void {
    // The connection was left, be it for another one.
    if (kind === 'idle' && this.#followed) {
      this.#unfollow();
      if (this.#isLookedAt) void this.#load();
    }
    // Something else reached the server again.
    if (kind === 'connected' && this.#isLookedAt && !this.#running) void this.#load();
    if (kind === 'connected') this.#wasReached = true;
    if (kind === 'signedOut') this.#forget();
    this.#options.changed();
  }

  /** Loads what is not known for sure; where that runs already, once more after it. */
  #load(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#begin();
    return this.#running.done;
  }

  #begin(): { readonly stop: AbortController; readonly done: Promise<void> } {
    const stop = new AbortController();
    return { stop, done: this.#run(stop.signal) };
  }

  async #run(signal: AbortSignal): Promise<void> {
    // In a turn of its own, so that whoever starts it knows it by then.
    await Promise.resolve();
    if (!this.#isCurrent(signal)) return;
    this.#again = false;
    this.#wasReached = false;
    try {
      await this.#attempt(signal);
    } catch (error) {
      if (!this.#isCurrent(signal)) return;
      // Any other failure is the client's state.
      if (isSignedOut(error)) this.#forget();
      else this.#again ||= this.#isReached();
    }
    if (!this.#isCurrent(signal)) return;
    // Forgotten meanwhile, as when the session ended and began anew.
    if (this.#about === undefined) this.#again ||= this.#isReached();
    if (this.#isWantedAgain()) return this.#run(signal);
    this.#running = undefined;
    this.#options.changed();
  }

  #isCurrent(signal: AbortSignal): boolean {
    return this.#running?.stop.signal === signal;
  }

  #isReached(): boolean {
    return this.#wasReached;
  }

  #isWantedAgain(): boolean {
    return this.#again;
  }

  async #attempt(signal: AbortSignal): Promise<void> {
    await this.#forgetOthers();
    if (!this.#isCurrent(signal) || this.#account === undefined) return;
    const connection = await this.client.connection({ signal });
    const isSameAccount = (await this.#options.account()) === this.#account;
    if (!this.#isCurrent(signal)) return;
    if (!isSameAccount) return void (this.#again = true);
    if (this.#isLookedAt) this.#follow(connection);
    const { serverName, protocolVersion, instructions, offers } = connection;
    this.#about = { serverName, protocolVersion, instructions, offers };
    this.#options.changed();
    const wanted = offeredLists(offers)
      .map((kind) => this.#lists[kind])
      .filter(({ isFresh }) => !isFresh);
    await Promise.all(wanted.map((list) => list.load(connection)));
  }

  /**
   * Drops what was loaded for an account that is not the one that is signed in now. One question after the other: an
   * earlier one that is answered late must not have the last word.
   */
  #forgetOthers(): Promise<void> {
    const ask = async (): Promise<void> => {
      const account = await this.#options.account();
      if (account === this.#account) return;
      this.#account = account;
      this.#forget();
    };
    const asking = this.#asking.then(ask);
    this.#asking = asking.catch(() => undefined);
    return asking;
  }

  #follow(connection: McpConnection): void {
    if (this.#followed?.connection === connection) return;
    this.#unfollow();
    this.#followed = { connection, listening: connection.onDidChange((change) => this.#noticed(connection, change)) };
  }

  #noticed(connection: McpConnection, { kind }: ServerChange): void {
    if (kind === 'tools' || kind === 'prompts') this.#lists[kind].notice(connection);
    if (kind !== 'resources') return;
    this.#lists.resources.notice(connection);
    this.#lists.templates.notice(connection);
  }

  #unfollow(): void {
    this.#followed?.listening.dispose();
    this.#followed = undefined;
    for (const list of Object.values(this.#lists)) list.stop();
  }

  /** Ends whatever runs and listens. */
  #leave(): void {
    this.#again = false;
    const running = this.#running;
    this.#running = undefined;
    running?.stop.abort();
    this.#unfollow();
  }

  #forget(): void {
    this.#about = undefined;
    for (const list of Object.values(this.#lists)) list.forget();
  }
}

/** The lists that a server has. */
export function offeredLists({ tools, prompts, resources }: ServerAbout['offers']): readonly ListKind[] {
  return [
    ...(tools ? (['tools'] as const) : []),
    ...(prompts ? (['prompts'] as const) : []),
    ...(resources ? (['resources', 'templates'] as const) : []),
  ];
}

/** Many servers that have resources know of no templates: that is an empty list. */
function withoutUnknownMethod<T>(
  fetch: CatalogListOptions<McpConnection, T>['fetch'],
): CatalogListOptions<McpConnection, T>['fetch'] {
  return async (connection, how) => {
    try {
      return await fetch(connection, how);
    } catch (error) {
      if (causesOf(error).some((cause) => 'code' in cause && cause.code === METHOD_NOT_FOUND)) return [];
      throw error;
    }
  };
}
