import * as z from 'zod/mini';
import { Listeners } from '../../listeners.ts';
import type { Memory } from '../../oauth/discovery/resourceRefusals.ts';
import type { NewIncident } from '../incidentSource.ts';
import { type Draft, draftSchema, EMPTY_DRAFT, incidentOf, isEmpty } from './draft.ts';

const KEY = 'incidentDrafts';
/** Characters of a draft that are kept over a reload of the window. */
const KEPT_LENGTH = 200_000;
/** For how long a server is trusted to know a key: half of what ours does, in milliseconds. */
const KEY_KNOWN_FOR = 12 * 60 * 60 * 1000;

const incidentSchema = z.object({
  title: z.string(),
  severity: z.string(),
  service: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
});

const storedSchema = z.object({
  serverId: z.string(),
  /** Tells this draft from those before and after it. */
  id: z.string(),
  /** Id of the account that it was written for; empty where that is not known. */
  account: z.string(),
  /** When something was last typed, in milliseconds since 1970. */
  at: z.number(),
  draft: draftSchema,
  /** Sent along, so that the server can tell a repetition from another incident. */
  key: z.string(),
  /** What was sent and not answered yet. */
  attempt: z.optional(z.object({ incident: incidentSchema, key: z.string(), at: z.number() })),
});

/** A draft as it is kept. */
export type StoredDraft = z.infer<typeof storedSchema>;
/** Something that was sent: until its answer comes it is not known whether the incident was created. */
export type Attempt = NonNullable<StoredDraft['attempt']>;

/**
 * The drafts of new incidents in this workspace, one for each server. They outlast a closed form, a failed attempt and
 * a reload of the window; what was sent is written down before it is sent.
 */
export class IncidentDrafts {
  readonly #memory: Memory;
  readonly #now: () => number;
  readonly #forgotten = new Listeners<string>();
  #drafts: readonly StoredDraft[];
  /** Tells which server's draft was forgotten, as after a sign-out. */
  readonly onDidForget = this.#forgotten.listen;

  constructor(memory: Memory, now: () => number) {
    this.#memory = memory;
    this.#now = now;
    this.#drafts = z.array(storedSchema).safeParse(memory.get(KEY)).data ?? [];
  }

  get(serverId: string): StoredDraft | undefined {
    return this.#drafts.find((draft) => draft.serverId === serverId);
  }

  /** Servers for which something is kept. */
  servers(): readonly string[] {
    return this.#drafts
      .filter(({ draft, attempt }) => attempt !== undefined || !isEmpty(draft))
      .map(({ serverId }) => serverId);
  }

  /** The draft for a server as one account has it; an empty one where there is none, or one of another account. */
  async open(serverId: string, account: string): Promise<StoredDraft> {
    const kept = this.get(serverId);
    const isOthers = kept !== undefined && kept.account !== '' && account !== '' && kept.account !== account;
    if (kept && !isOthers) {
      return kept.account === '' && account !== '' ? this.#put({ ...kept, account }) : kept;
    }
    return this.#put({ ...this.#fresh(serverId), account });
  }

  /** Takes over what was typed. */
  async write(serverId: string, draft: Draft): Promise<StoredDraft> {
    const stored = this.get(serverId);
    if (stored && JSON.stringify(stored.draft) === JSON.stringify(draft)) return stored;
    return this.#put({ ...(stored ?? this.#fresh(serverId)), draft, at: this.#now() });
  }

  /** Brings back a draft that was dropped, in place of what is there now. */
  async putBack(stored: StoredDraft): Promise<void> {
    await this.#put(stored);
  }

  /** Writes down what is about to be sent; an attempt without an answer stays as it was. */
  async begin(serverId: string): Promise<Attempt> {
    const stored = this.get(serverId) ?? this.#fresh(serverId);
    const { draft, key } = stored;
    const { tags, ...incident } = incidentOf(draft);
    const attempt = stored.attempt ?? { incident: { ...incident, tags: [...tags] }, key, at: this.#now() };
    await this.#put({ ...stored, attempt });
    return attempt;
  }

  /** Gives up an attempt: the draft stays, and is another incident from now on. */
  async abandon(serverId: string): Promise<void> {
    const { attempt: _, ...stored } = this.get(serverId) ?? this.#fresh(serverId);
    await this.#put({ ...stored, key: crypto.randomUUID() });
  }

  /** Whether something was typed since the attempt was made. */
  isEdited(serverId: string): boolean {
    const { draft, attempt } = this.get(serverId) ?? {};
    return draft !== undefined && attempt !== undefined && !isSame(incidentOf(draft), attempt.incident);
  }

  /** Whether the attempt can be sent again without a second incident, by a server that takes keys. */
  isRepeatable({ at }: Attempt): boolean {
    return this.#now() - at < KEY_KNOWN_FOR;
  }

  /** Drops the draft of a server, as after it was created. */
  async drop(serverId: string): Promise<void> {
    this.#drafts = this.#drafts.filter((one) => one.serverId !== serverId);
    await this.#keep();
  }

  /** Drops the drafts for the servers that `isGone` names, and tells so. */
  async forget(isGone: (serverId: string) => boolean): Promise<void> {
    const gone = this.#drafts.map(({ serverId }) => serverId).filter(isGone);
    if (gone.length === 0) return;
    this.#drafts = this.#drafts.filter(({ serverId }) => !gone.includes(serverId));
    await this.#keep();
    for (const serverId of gone) this.#forgotten.tell(serverId);
  }

  #fresh(serverId: string): StoredDraft {
    const [id, key] = [crypto.randomUUID(), crypto.randomUUID()];
    return { serverId, id, key, account: '', at: this.#now(), draft: EMPTY_DRAFT };
  }

  async #put(stored: StoredDraft): Promise<StoredDraft> {
    this.#drafts = [...this.#drafts.filter(({ serverId }) => serverId !== stored.serverId), stored];
    await this.#keep();
    return stored;
  }

  async #keep(): Promise<void> {
    const kept = this.#drafts.filter((stored) => JSON.stringify(stored).length <= KEPT_LENGTH);
    await this.#memory.update(KEY, kept);
  }
}

function isSame(one: NewIncident, other: NewIncident): boolean {
  const texts = ({ title, severity, service, description, tags }: NewIncident) =>
    JSON.stringify([title, severity, service, description, tags]);
  return texts(one) === texts(other);
}
