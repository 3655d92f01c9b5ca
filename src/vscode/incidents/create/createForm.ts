import * as vscode from 'vscode';
import { mayHaveArrived } from '../../../core/errors.ts';
import type { NewIncident } from '../../../core/incidents/incidentSource.ts';
import { messageForAny } from '../../words/messages.ts';
import type { PageParts } from '../pageHtml.ts';
import { setUpPanel } from '../setUpPanel.ts';
import { incidentOf, isComplete } from './draft.ts';
import { type Draft, type FormModel, fromFormSchema, type ToForm } from './formModel.ts';

const { t } = vscode.l10n;

/** What a form needs of its surroundings. */
export interface CreateFormOptions {
  readonly extensionUri: vscode.Uri;
  readonly serverId: string;
  /** The form as the server wants it, with what was typed before. */
  readonly model: (signal: AbortSignal) => Promise<FormModel>;
  readonly create: (incident: NewIncident) => Promise<string>;
  /** Keeps what was typed, or forgets it. */
  readonly keepDraft: (draft: Draft | undefined) => void;
  /** Called with the new incident's id, empty where the server did not say, after the form closed. */
  readonly created: (id: string) => void;
  /** Shows an error of a form that was closed before the answer came. */
  readonly showError: (error: unknown) => void;
}

/** The form for a new incident in a webview panel. Sends it once; whatever fails, everything typed stays. */
export class CreateForm {
  readonly #panel: vscode.WebviewPanel;
  readonly #options: CreateFormOptions;
  /** Aborted when the panel closes. */
  readonly #closed: AbortSignal;
  #sending = false;

  constructor(panel: vscode.WebviewPanel, options: CreateFormOptions) {
    this.#panel = panel;
    this.#options = options;
    const parts: PageParts = {
      name: 'createIncident',
      title: panel.title,
      loading: t('Loading the form…'),
      data: { 'server-id': options.serverId },
    };
    this.#closed = setUpPanel(panel, options.extensionUri, parts, (message) => this.#receive(message));
  }

  /** Shows the panel again. */
  reveal(): void {
    this.#panel.reveal();
  }

  async #receive(message: unknown): Promise<void> {
    const parsed = fromFormSchema.safeParse(message);
    if (!parsed.success) return;
    switch (parsed.data.type) {
      case 'ready':
        return this.#showForm();
      case 'draft':
        return this.#options.keepDraft(parsed.data.draft);
      case 'submit':
        return this.#submit(parsed.data.draft);
      case 'cancel':
        this.#panel.dispose();
    }
  }

  async #showForm(): Promise<void> {
    try {
      const model = await this.#options.model(this.#closed);
      this.#post({ type: 'show', model, sending: this.#sending });
    } catch (error) {
      if (!this.#closed.aborted) this.#fail(error, '');
    }
  }

  async #submit(draft: Draft): Promise<void> {
    this.#options.keepDraft(draft);
    if (this.#sending || !isComplete(draft)) return;
    this.#sending = true;
    try {
      // Not tied to the panel: a form that is closed while it is sent must not leave a half-sent incident behind.
      const id = await this.#options.create(incidentOf(draft));
      this.#options.keepDraft(undefined);
      this.#panel.dispose();
      this.#options.created(id);
    } catch (error) {
      this.#sending = false;
      this.#fail(
        error,
        mayHaveArrived(error) ? t('It may have been created all the same: look in the list first.') : '',
      );
    }
  }

  #fail(error: unknown, advice: string): void {
    if (this.#closed.aborted) return this.#options.showError(error);
    const text = [messageForAny(error).text, advice].filter((part) => part !== '').join(' ');
    this.#post({ type: 'failed', text, retry: t('Retry') });
  }

  #post(message: ToForm): void {
    if (!this.#closed.aborted) void this.#panel.webview.postMessage(message);
  }
}
