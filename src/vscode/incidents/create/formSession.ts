import * as vscode from 'vscode';
import { type MaskedSecret, unmasked } from '../../../core/incidents/create/context/maskSecrets.ts';
import type { Draft } from '../../../core/incidents/create/draft.ts';
import { draftProblems } from '../../../core/incidents/create/draftProblems.ts';
import type { StoredDraft } from '../../../core/incidents/create/incidentDrafts.ts';
import { sendDraft, type SentDraft } from '../../../core/incidents/create/sendDraft.ts';
import type { IncidentSource } from '../../../core/incidents/incidentSource.ts';
import { messageForAny } from '../../words/messages.ts';
import { clientOf, type FormDesk, sourceOf } from './formDesk.ts';
import type { FormAction } from './formModel.ts';

/** What a session tells the panel that shows it. */
export interface FormPanel {
  /** Aborted when it closes. */
  readonly closed: AbortSignal;
  /** Shows everything as it is now. */
  show(): Promise<void>;
  close(): void;
}

/** Everything that the form shows of a session. */
export interface SessionState {
  readonly stored: StoredDraft;
  /** What the server takes; undefined where that is not known. */
  readonly source: IncidentSource | undefined;
  readonly sending: boolean;
  readonly restored: boolean;
  readonly secrets: readonly MaskedSecret[];
  readonly discarded: boolean;
  readonly error: unknown;
  readonly createdId: string | undefined;
}

/** The writing of one incident: its server, its draft, and what came of sending it. Nothing is sent twice unasked. */
export class FormSession {
  readonly #desk: FormDesk;
  readonly #panel: FormPanel;
  #serverId: string;
  #source: IncidentSource | undefined;
  /** Pending while an incident is sent, also after the panel closed. */
  #sending: Promise<void> | undefined;
  #restored: boolean;
  #secrets: readonly MaskedSecret[] = [];
  #discarded: StoredDraft | undefined;
  #error: unknown;
  #createdId: string | undefined;

  constructor(serverId: string, restored: boolean, desk: FormDesk, panel: FormPanel) {
    this.#serverId = serverId;
    this.#restored = restored;
    this.#desk = desk;
    this.#panel = panel;
  }

  get serverId(): string {
    return this.#serverId;
  }

  /** Resolves once nothing is being sent. */
  async idle(): Promise<void> {
    await this.#sending;
  }

  /** Takes over what was masked in what the draft was filled with. */
  prefilled(secrets: readonly MaskedSecret[]): void {
    this.#secrets = [...this.#secrets, ...secrets];
    this.#restored = false;
  }

  /** How things stand; asks the server what it takes. */
  async state(): Promise<SessionState> {
    const { drafts, account } = this.#desk;
    const stored = await drafts.open(this.#serverId, await account(this.#serverId));
    const failure = await this.#load();
    return {
      stored: drafts.get(this.#serverId) ?? stored,
      source: this.#source,
      sending: this.#sending !== undefined,
      restored: this.#restored,
      secrets: this.#secrets,
      discarded: this.#discarded !== undefined,
      error: this.#error ?? failure,
      createdId: this.#createdId,
    };
  }

  /** Takes over what was typed; false where it is of a draft that was forgotten or sent since. */
  async keep(draftId: string, draft: Draft): Promise<boolean> {
    if (this.#desk.drafts.get(this.#serverId)?.id !== draftId || this.#sending) return false;
    await this.#desk.drafts.write(this.#serverId, draft);
    return true;
  }

  /** Sends the draft for the first time, if it can be sent. */
  async submit(): Promise<void> {
    const stored = this.#desk.drafts.get(this.#serverId);
    const rules = this.#source?.createRules ?? [];
    // What has no answer yet is only ever sent again on purpose.
    const isReady = stored && !stored.attempt && rules.length > 0 && draftProblems(stored.draft, rules).length === 0;
    return isReady ? this.#send() : this.#panel.show();
  }

  /** Does what a button of a notice says. */
  async act(action: FormAction): Promise<void> {
    switch (action) {
      case 'repeat':
        return this.#repeat();
      case 'list':
        return this.#desk.showList(this.#serverId);
      case 'anew':
        await this.#desk.drafts.abandon(this.#serverId);
        return this.submit();
      case 'discard':
        return this.#discard();
      case 'undo':
        return this.#undo();
      case 'unmask':
        return this.#unmask();
      case 'open':
        return this.#desk.created(this.#serverId, this.#createdId ?? '');
      case 'retry':
        return this.#retry();
      case 'command':
        return this.#runCommand();
    }
  }

  /** What was typed goes along, unless the other server has a draft of its own, or the outcome here is not known. */
  async changeServer(to: string): Promise<void> {
    const { drafts, registry } = this.#desk;
    if (!registry.get(to)) return this.#panel.show();
    const [from, stored] = [this.#serverId, drafts.get(this.#serverId)];
    const hasOwn = drafts.servers().includes(to);
    if (stored && !stored.attempt && !hasOwn) {
      await drafts.drop(from);
      await drafts.write(to, stored.draft);
    } else this.#secrets = [];
    this.#serverId = to;
    this.#restored = hasOwn;
    this.#forgetOutcome();
    return this.#panel.show();
  }

  /** Begins with an empty draft, as after a sign-out. */
  async startOver(): Promise<void> {
    this.#forgetOutcome();
    this.#secrets = [];
    this.#restored = false;
    return this.#panel.show();
  }

  async #repeat(): Promise<void> {
    const { drafts } = this.#desk;
    const attempt = drafts.get(this.#serverId)?.attempt;
    const isSafe = attempt !== undefined && this.#source?.takesKey === true && drafts.isRepeatable(attempt);
    return isSafe ? this.#send() : this.#panel.show();
  }

  async #send(): Promise<void> {
    this.#forgetOutcome();
    this.#restored = false;
    this.#sending = this.#sendOnce().finally(() => {
      this.#sending = undefined;
    });
    await this.#panel.show();
    await this.#sending;
    if (!this.#panel.closed.aborted) await this.#panel.show();
  }

  async #sendOnce(): Promise<void> {
    const serverId = this.#serverId;
    const client = clientOf(this.#desk, serverId);
    // Not tied to the panel: a form that is closed while it is sent must not leave a half-sent incident behind.
    const sent = await sendDraft(this.#desk.drafts, serverId, (incident, key, leaving) =>
      this.#desk.withStepUp(client, async () => {
        const source = await client.incidents();
        leaving();
        return source.create(incident, { key });
      }),
    );
    this.#settle(serverId, sent);
  }

  #settle(serverId: string, sent: SentDraft): void {
    if (sent.kind !== 'created') {
      this.#error = sent.error;
      if (this.#panel.closed.aborted) this.#desk.showError(sent.error);
    } else if (sent.edited) this.#createdId = sent.id;
    else {
      this.#panel.close();
      this.#desk.created(serverId, sent.id);
    }
  }

  async #discard(): Promise<void> {
    this.#forgetOutcome();
    this.#discarded = this.#desk.drafts.get(this.#serverId);
    this.#restored = false;
    await this.#desk.drafts.drop(this.#serverId);
    return this.#panel.show();
  }

  async #undo(): Promise<void> {
    if (this.#discarded) await this.#desk.drafts.putBack(this.#discarded);
    this.#discarded = undefined;
    return this.#panel.show();
  }

  async #unmask(): Promise<void> {
    const { drafts } = this.#desk;
    const draft = drafts.get(this.#serverId)?.draft;
    if (draft) {
      const [title, description] = [draft.title, draft.description].map((text) => unmasked(text, this.#secrets));
      await drafts.write(this.#serverId, { ...draft, ...(title && { title }), ...(description && { description }) });
    }
    this.#secrets = [];
    return this.#panel.show();
  }

  async #retry(): Promise<void> {
    this.#error = undefined;
    const client = clientOf(this.#desk, this.#serverId);
    const { closed: signal } = this.#panel;
    await this.#desk.withStepUp(client, () => sourceOf(client, signal), { signal });
    return this.#panel.show();
  }

  async #runCommand(): Promise<void> {
    const { action } = messageForAny(this.#error ?? (await this.#load()));
    if (action) await vscode.commands.executeCommand(action.command, this.#serverId);
    this.#error = undefined;
    return this.#panel.show();
  }

  #forgetOutcome(): void {
    this.#error = undefined;
    this.#createdId = undefined;
    this.#discarded = undefined;
  }

  /** Asks what the server takes, without ever asking the person. @returns why that failed */
  async #load(): Promise<unknown> {
    try {
      this.#source = await sourceOf(clientOf(this.#desk, this.#serverId), this.#panel.closed);
      return undefined;
    } catch (error) {
      this.#source = undefined;
      return error;
    }
  }
}
