import * as z from 'zod/mini';
import type { JsonObject } from '../../../core/mcp/connection.ts';
import type { ToolDescription } from '../../../core/mcp/descriptions.ts';
import { editorSchema } from '../../../core/mcp/toolArguments/editorSchema.ts';
import { isJsonObject, parsedJson } from '../../../core/json.ts';
import { secretNames } from '../../../core/mcp/toolArguments/secretNames.ts';
import { withoutSecrets } from '../../../core/mcp/toolArguments/withoutSecrets.ts';
import type { Memory } from '../../../core/oauth/discovery/resourceRefusals.ts';
import { DRAFTS, draftSchema, type Draft } from './draft.ts';

const KEY = 'toolArgumentDrafts';
/** Characters of a schema or a text that are kept over a reload of the window. */
const KEPT_LENGTH = 200_000;

/** The tool that a draft is for. */
export interface DraftTool {
  readonly serverId: string;
  readonly server: string;
  readonly tool: ToolDescription;
}

/** The drafts of this workspace, which come back after a reload of the window. */
export class DraftStore {
  readonly #memory: Memory;
  readonly #now: () => number;
  #drafts: readonly Draft[];

  constructor(memory: Memory, now: () => number) {
    this.#memory = memory;
    this.#now = now;
    this.#drafts = z.array(draftSchema).safeParse(memory.get(KEY)).data ?? [];
  }

  at(slot: number | undefined): Draft | undefined {
    return this.#drafts.find((draft) => draft.slot === slot);
  }

  of({ serverId, tool }: DraftTool): Draft | undefined {
    return this.#drafts.find((draft) => draft.serverId === serverId && draft.tool === tool.name);
  }

  /** The draft for a tool with this text: the one that it had, else a free one, else the oldest that is not open. */
  async put(of: DraftTool, text: string, isOpen: (draft: Draft) => boolean): Promise<Draft> {
    const before = this.of(of);
    const slot = before?.slot ?? this.#freeSlot(isOpen);
    const { serverId, server, tool } = of;
    const schema = editorSchema(tool.inputSchema);
    const title = before?.title ?? tool.title;
    const draft = { slot, serverId, server, tool: tool.name, title, text, used: this.#now() };
    const whole = schema ? { ...draft, schema: { ...schema } } : draft;
    this.#drafts = [...this.#drafts.filter((one) => one.slot !== slot), whole];
    await this.#keep();
    return whole;
  }

  /** Takes over what was written; secrets in it are not kept over a reload. */
  async write(slot: number, text: string): Promise<void> {
    const draft = this.at(slot);
    if (!draft) return;
    const others = this.#drafts.filter((one) => one.slot !== slot);
    this.#drafts = [...others, { ...draft, text, used: this.#now() }];
    await this.#keep();
  }

  /** Drops the drafts that `isGone` names. */
  async forget(isGone: (draft: Draft) => boolean): Promise<void> {
    const left = this.#drafts.filter((draft) => !isGone(draft));
    if (left.length === this.#drafts.length) return;
    this.#drafts = left;
    await this.#keep();
  }

  #freeSlot(isOpen: (draft: Draft) => boolean): number {
    const taken = new Set(this.#drafts.map(({ slot }) => slot));
    for (let slot = 1; slot <= DRAFTS; slot += 1) if (!taken.has(slot)) return slot;
    const byAge = [...this.#drafts].sort((one, other) => one.used - other.used);
    return (byAge.find((draft) => !isOpen(draft)) ?? byAge[0])?.slot ?? 1;
  }

  async #keep(): Promise<void> {
    await this.#memory.update(KEY, this.#drafts.map(keptDraft));
  }
}

function keptDraft({ schema, text, ...draft }: Draft): Draft {
  const kept = isJsonObject(schema) ? schema : {};
  const isSmall = JSON.stringify(kept).length <= KEPT_LENGTH;
  return { ...draft, text: keptText(text, kept), ...(schema && isSmall ? { schema } : {}) };
}

/** Secrets are left out. Of a text that is not JSON yet, and names one, nothing is kept. */
function keptText(text: string, schema: JsonObject): string {
  if (text.length > KEPT_LENGTH) return '{}';
  const args = parsedJson(text);
  if (!isJsonObject(args)) return secretNames(schema).isNamedIn(text) ? '{}' : text;
  const kept = JSON.stringify(withoutSecrets(args, schema), undefined, 2);
  return kept === JSON.stringify(args, undefined, 2) ? text : kept;
}
