import * as vscode from 'vscode';
import { isEmpty } from '../../../core/incidents/create/draft.ts';
import { type Prefill, withPrefill } from '../../../core/incidents/create/prefill.ts';
import { AppError } from '../../../core/errors.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import { CREATE_PANEL } from '../faceIds.ts';
import { askPrefill } from './askPrefill.ts';
import { CreateForm } from './createForm.ts';
import { type FormDesk, sourceOf } from './formDesk.ts';
import { formStateSchema } from './formModel.ts';

const { t } = vscode.l10n;

/** The form for a new incident: one at a time. What was typed stays when it is closed, until it was sent. */
export class CreateForms implements vscode.Disposable {
  readonly #desk: FormDesk;
  #form: CreateForm | undefined;
  #panel: vscode.WebviewPanel | undefined;
  #ending: Promise<void> = Promise.resolve();

  constructor(desk: FormDesk) {
    this.#desk = desk;
  }

  /**
   * Shows the form, filled with what was gathered where that is given.
   * @throws AppError `tool_missing` where the only server creates none, `cancelled`, and whatever connecting throws
   */
  async open(signal: AbortSignal, prefill?: Prefill): Promise<void> {
    // What a form that was closed is still sending settles its draft first.
    await this.#ending;
    const client = this.#client();
    const { drafts, registry, withStepUp, account } = this.#desk;
    // With several the form says it, where another one can be chosen.
    if (registry.list().length === 1) await withStepUp(client, () => sourceOf(client, signal), { signal });
    const { attempt, draft } = await drafts.open(client.id, await account(client.id));
    if (attempt && prefill) {
      void vscode.window.showWarningMessage(
        t(
          'It is not known yet whether your last incident was created. Settle that in the form first, then do this again.',
        ),
      );
    } else if (prefill) {
      const how = isEmpty(draft) ? 'replace' : await askPrefill(draft.title);
      await drafts.write(client.id, withPrefill(draft, prefill, how));
    }
    const restored = !isEmpty(draft) && !prefill;
    const open = this.#form;
    const form = open ?? this.#attach(newPanel(), client.id, restored);
    if (prefill && !attempt) form.prefilled(prefill.secrets);
    // A new one asks for what it shows once its script runs.
    if (open) await open.reveal();
  }

  /** Fills a panel that VS Code brought back after a reload. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const kept = formStateSchema.safeParse(state);
    if (!kept.success || this.#form) return void panel.dispose();
    const { serverId, draftId, draft } = kept.data;
    const { drafts, showError } = this.#desk;
    // The page knows the last letters that were typed; a draft that was sent or forgotten since does not come back.
    if (drafts.get(serverId)?.id === draftId) drafts.write(serverId, draft).catch(showError);
    const stored = drafts.get(serverId);
    this.#attach(panel, serverId, stored !== undefined && !isEmpty(stored.draft));
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #attach(panel: vscode.WebviewPanel, serverId: string, restored: boolean): CreateForm {
    const form = new CreateForm({ panel, serverId, restored }, this.#desk);
    this.#form = form;
    this.#panel = panel;
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      [this.#panel, this.#form] = [undefined, undefined];
      this.#ending = form.idle().catch(() => undefined);
    });
    return form;
  }

  /** The server of the open form, else the one with a draft, else one that answers. */
  #client(): ServerClient {
    const { registry, drafts } = this.#desk;
    if (registry.problem) throw registry.problem;
    const clients = registry.list();
    const [first] = clients;
    if (!first) throw new AppError('no_servers');
    const withDraft = drafts.servers();
    const open = clients.find(({ id }) => id === this.#form?.serverId);
    const drafted = clients.find(({ id }) => withDraft.includes(id));
    return open ?? drafted ?? clients.find(({ state }) => state.kind === 'connected') ?? first;
  }
}

function newPanel(): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(CREATE_PANEL, t('New Incident'), vscode.ViewColumn.Active);
}
