import * as z from 'zod';
import { isAppError, mayHaveArrived } from '../../../src/core/errors.ts';
import type { JsonObject, McpConnection, ToolResult } from '../../../src/core/mcp/connection.ts';
import { KEY_ARGUMENT, TOOL } from '../../../src/shared/names.ts';
import type { KillableServers } from './killableServers.ts';
import type { Entry, Ledger } from './ledger.ts';

/** Of the writes, so many are new incidents, and so many changes; the others are notes. */
const CREATED = 0.3;
const UPDATED = 0.4;

const answerSchema = z.object({
  conflict: z.boolean().optional(),
  incident: z.object({ id: z.string(), updatedAt: z.string(), assignee: z.string() }),
});
type Answer = z.infer<typeof answerSchema>;

function answerOf(result: ToolResult): Answer {
  const { data } = answerSchema.safeParse(result.structured);
  if (!data || (result.isError && data.conflict !== true)) throw new Error(JSON.stringify(result));
  return data;
}

/** Writes to incidents of its own, one write after the other, until the stream is at its end. */
export class Writer {
  readonly #connection: McpConnection;
  readonly #servers: KillableServers;
  readonly #ledger: Ledger;
  readonly #own: Entry[] = [];

  constructor(connection: McpConnection, servers: KillableServers, ledger: Ledger) {
    this.#connection = connection;
    this.#servers = servers;
    this.#ledger = ledger;
  }

  async run(): Promise<void> {
    while (this.#ledger.take()) await this.#write();
  }

  async #write(): Promise<void> {
    const entry = this.#own[Math.floor(Math.random() * this.#own.length)];
    const chance = Math.random();
    if (!entry || chance < CREATED) return this.#create();
    entry.turn += 1;
    await (chance < CREATED + UPDATED ? this.#update(entry) : this.#addNote(entry));
    entry.turn += 1;
    return undefined;
  }

  /** Undefined where the answer was lost. */
  async #call(tool: string, args: JsonObject): Promise<Answer | undefined> {
    await this.#servers.untilOneRuns();
    try {
      return answerOf(await this.#connection.callTool(tool, args));
    } catch (error) {
      if (!mayHaveArrived(error) && !isAppError(error, 'server_unreachable')) throw error;
      return undefined;
    }
  }

  async #create(): Promise<void> {
    const title = this.#ledger.name('incident');
    const args = { title, [KEY_ARGUMENT]: title };
    let answer: Answer | undefined;
    while (!answer) answer = await this.#call(TOOL.createIncident, args);
    const { id, updatedAt: version, assignee } = answer.incident;
    const entry = { id, title, version, assignee, texts: new Set<string>(), inDoubt: new Set<string>(), turn: 0 };
    this.#own.push(entry);
    this.#ledger.entries.set(id, entry);
    this.#ledger.acknowledged('created');
  }

  /**
   * A change whose answer was lost is sent again with its key, until it is made. It is refused only where a note in doubt
   * made a version of which nobody was told, and is sent for that one then.
   */
  async #update(entry: Entry): Promise<void> {
    const { id } = entry;
    const assignee = this.#ledger.name('person');
    for (;;) {
      const { version: ifUpdatedAt } = entry;
      const args = { id, assignee, ifUpdatedAt, [KEY_ARGUMENT]: `${assignee} ${ifUpdatedAt}` };
      const answer = await this.#call(TOOL.updateIncident, args);
      if (!answer) continue;
      const { incident, conflict = false } = answer;
      const isMade = incident.assignee === assignee;
      if (conflict && (isMade || entry.inDoubt.size === 0)) {
        throw new Error(`${id} is not of the version that was acknowledged`);
      }
      if (!conflict && !isMade) throw new Error(`${id} was changed, and is not assigned to ${assignee}`);
      entry.version = incident.updatedAt;
      if (conflict) continue;
      entry.texts.add(`Assignee changed from ${entry.assignee || 'none'} to ${assignee}.`);
      entry.assignee = assignee;
      this.#ledger.acknowledged('updated');
      return;
    }
  }

  /** Nobody knows what became of a note whose answer was lost, so that it is not sent again; another one is. */
  async #addNote(entry: Entry): Promise<void> {
    for (;;) {
      const text = this.#ledger.name('note');
      const answer = await this.#call(TOOL.addIncidentNote, { id: entry.id, text });
      if (!answer) {
        entry.inDoubt.add(text);
        continue;
      }
      entry.version = answer.incident.updatedAt;
      entry.texts.add(text);
      this.#ledger.acknowledged('notes');
      return;
    }
  }
}
