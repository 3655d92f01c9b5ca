import * as vscode from 'vscode';
import { isEmpty } from '../../../core/incidents/create/draft.ts';
import type { MaskedSecret } from '../../../core/incidents/create/context/maskSecrets.ts';
import { setUpPanel } from '../setUpPanel.ts';
import { createFormModel } from './createFormModel.ts';
import type { FormDesk } from './formDesk.ts';
import { type FormModel, type FromForm, fromFormSchema, type ToForm } from './formModel.ts';
import { formNotices } from './formNotices.ts';
import { FormSession, type SessionState } from './formSession.ts';

const { t } = vscode.l10n;

/** A form that was opened. */
export interface OpenedForm {
  readonly panel: vscode.WebviewPanel;
  readonly serverId: string;
  /** Whether it shows a draft of an earlier time. */
  readonly restored: boolean;
}

/** The form for a new incident in a webview panel. Whatever fails, everything typed stays. */
export class CreateForm {
  readonly #panel: vscode.WebviewPanel;
  readonly #desk: FormDesk;
  readonly #closed: AbortSignal;
  readonly #session: FormSession;

  constructor({ panel, serverId, restored }: OpenedForm, desk: FormDesk) {
    this.#panel = panel;
    this.#desk = desk;
    const parts = { name: 'createIncident', title: panel.title, loading: t('Loading the form…'), data: {} } as const;
    this.#closed = setUpPanel(panel, desk.extensionUri, parts, (message) => this.#receive(message));
    this.#session = new FormSession(serverId, restored, desk, {
      closed: this.#closed,
      show: () => this.#show(),
      close: () => void panel.dispose(),
    });
    const forgetting = desk.drafts.onDidForget((id) => {
      if (id === this.#session.serverId) void this.#guarded(() => this.#session.startOver());
    });
    panel.onDidDispose(() => forgetting.dispose());
  }

  get serverId(): string {
    return this.#session.serverId;
  }

  /** Resolves once nothing is being sent. */
  idle(): Promise<void> {
    return this.#session.idle();
  }

  /** Takes over what was masked in what the draft was filled with. */
  prefilled(secrets: readonly MaskedSecret[]): void {
    this.#session.prefilled(secrets);
  }

  /** Shows the panel again, and the draft as it is now. */
  async reveal(): Promise<void> {
    this.#panel.reveal();
    await this.#show();
  }

  async #receive(message: unknown): Promise<void> {
    const parsed = fromFormSchema.safeParse(message);
    if (parsed.success) await this.#guarded(() => this.#answer(parsed.data));
  }

  async #answer(message: FromForm): Promise<void> {
    if (message.type === 'ready') return this.#show();
    if (message.type === 'cancel') return void this.#panel.dispose();
    const isCurrent = await this.#session.keep(message.draftId, message.draft);
    // What a page kept of a draft that was forgotten since must not bring it back.
    if (!isCurrent) return this.#show();
    switch (message.type) {
      case 'draft':
        return;
      case 'submit':
        return this.#session.submit();
      case 'server':
        return this.#session.changeServer(message.serverId);
      case 'act':
        return this.#session.act(message.action);
    }
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#desk.showError(error);
    }
  }

  async #show(): Promise<void> {
    const state = await this.#session.state();
    if (this.#closed.aborted) return;
    const message: ToForm = { type: 'show', model: this.#model(state) };
    void this.#panel.webview.postMessage(message);
  }

  #model(state: SessionState): FormModel {
    const { drafts, registry, now, services } = this.#desk;
    const { stored, source, sending, restored, secrets } = state;
    const { serverId, attempt, draft } = stored;
    const notices = formNotices({
      ...{ ...state, now: now(), restored: restored && !isEmpty(draft) },
      server: registry.get(serverId)?.entry.name ?? '',
      loaded: source !== undefined,
      repeatable: attempt !== undefined && source?.takesKey === true && drafts.isRepeatable(attempt),
      edited: drafts.isEdited(serverId),
      masked: secrets.filter(({ mask }) => `${draft.title}\n${draft.description}`.includes(mask)).length,
    });
    return createFormModel({
      ...{ draftId: stored.id, serverId, draft, sending },
      servers: registry.list().map(({ id, entry }) => ({ id, name: entry.name })),
      rules: source?.createRules ?? [],
      services: services(serverId),
      // While it is sent, it is no attempt yet of which nothing is known.
      notices: sending ? [] : notices,
      unsettled: !sending && attempt !== undefined,
    });
  }
}
