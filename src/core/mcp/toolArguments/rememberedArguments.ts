import * as z from 'zod/mini';
import { isJsonObject } from '../../json.ts';
import type { Memory } from '../../oauth/discovery/resourceRefusals.ts';
import type { JsonObject } from '../connection.ts';
import type { ToolDescription } from '../descriptions.ts';
import { withoutSecrets } from './withoutSecrets.ts';

const KEY = 'lastArguments';
const TOOLS = 50;
/** Characters of JSON; longer arguments are not remembered. */
const LENGTH = 20_000;
const schema = z.array(z.object({ serverId: z.string(), tool: z.string(), args: z.record(z.string(), z.unknown()) }));

type Remembered = z.infer<typeof schema>[number];

/** The arguments that each tool was last called with, in all windows; without secrets. */
export class RememberedArguments {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  get(serverId: string, { name, inputSchema }: Pick<ToolDescription, 'name' | 'inputSchema'>): JsonObject | undefined {
    const args = this.#list().find(isOf(serverId, name))?.args;
    // The schema may say by now that something is secret.
    return isJsonObject(args) ? withoutSecrets(args, inputSchema) : undefined;
  }

  async remember(
    serverId: string,
    { name, inputSchema }: Pick<ToolDescription, 'name' | 'inputSchema'>,
    given: JsonObject,
  ): Promise<void> {
    const args = withoutSecrets(given, inputSchema);
    const others = this.#list().filter((one) => !isOf(serverId, name)(one));
    const isWorthIt = Object.keys(args).length > 0 && JSON.stringify(args).length <= LENGTH;
    await this.#keep([...(isWorthIt ? [{ serverId, tool: name, args }] : []), ...others]);
  }

  /** Forgets the arguments for all tools of the servers that `isGone` names. */
  async forget(isGone: (serverId: string) => boolean): Promise<void> {
    const all = this.#list();
    const left = all.filter(({ serverId }) => !isGone(serverId));
    if (left.length < all.length) await this.#keep(left);
  }

  #list(): readonly Remembered[] {
    return schema.safeParse(this.#memory.get(KEY)).data ?? [];
  }

  async #keep(all: readonly Remembered[]): Promise<void> {
    await this.#memory.update(KEY, all.slice(0, TOOLS));
  }
}

function isOf(serverId: string, tool: string): (one: Remembered) => boolean {
  return (one) => one.serverId === serverId && one.tool === tool;
}
