import { type Balancer, startBalancer } from '../../integration/support/balancer.ts';
import { type ServerProcess, startServerProcess } from '../../integration/support/serverProcess.ts';

interface Slot {
  server: ServerProcess | undefined;
  restarting: Promise<void>;
}

/** Server processes behind a balancer, which are killed, and each started anew. */
export class KillableServers {
  readonly #environment: Record<string, string>;
  readonly #balancer: Balancer;
  readonly #slots: readonly Slot[];
  #kills = 0;

  private constructor(environment: Record<string, string>, balancer: Balancer, processes: number) {
    this.#environment = environment;
    this.#balancer = balancer;
    this.#slots = Array.from({ length: processes }, () => ({ server: undefined, restarting: Promise.resolve() }));
  }

  static async start(environment: Record<string, string>, processes: number): Promise<KillableServers> {
    const servers = new KillableServers(environment, await startBalancer(), processes);
    await Promise.all(servers.#slots.map((slot, at) => servers.#startAt(slot, at)));
    return servers;
  }

  get url(): string {
    return `${this.#balancer.origin}/mcp`;
  }

  get kills(): number {
    return this.#kills;
  }

  /** Kills one that runs, if any does, starts another in its place, and calls `then`. */
  killOne(then: () => Promise<void>): void {
    const running = this.#slots.filter(({ server }) => server !== undefined);
    const slot = running[Math.floor(Math.random() * running.length)];
    if (!slot?.server) return;
    const { server } = slot;
    slot.server = undefined;
    this.#kills += 1;
    slot.restarting = server
      .kill()
      .then(() => this.#startAt(slot, this.#slots.indexOf(slot)))
      .then(then);
    // Whoever waits for it hears of a failure.
    slot.restarting.catch(() => undefined);
  }

  /** Resolves once a server runs. */
  async untilOneRuns(): Promise<void> {
    if (this.#slots.some(({ server }) => server !== undefined)) return;
    await Promise.race(this.#slots.map(({ restarting }) => restarting));
  }

  /** Resolves once all run, and what was to be done after each start is. */
  async untilAllRun(): Promise<void> {
    await Promise.all(this.#slots.map(({ restarting }) => restarting));
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#slots.map(({ restarting }) => restarting));
    for (const { server } of this.#slots) await server?.kill();
    await this.#balancer.close();
  }

  async #startAt(slot: Slot, at: number): Promise<void> {
    const server = await startServerProcess(this.#environment);
    this.#balancer.ports[at] = Number(new URL(server.url).port);
    slot.server = server;
  }
}
