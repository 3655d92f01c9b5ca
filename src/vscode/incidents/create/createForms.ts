import * as vscode from 'vscode';
import { AppError } from '../../../core/errors.ts';
import type { NewIncident, NewIncidentField } from '../../../core/incidents/incidentSource.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import { TOOL } from '../../../shared/names.ts';
import type { FaceOptions } from '../../faceOptions.ts';
import { showError } from '../../words/showError.ts';
import { CREATE_PANEL } from '../faceIds.ts';
import { CreateForm } from './createForm.ts';
import { createFormModel } from './createFormModel.ts';
import { EMPTY_DRAFT } from './draft.ts';
import { type Draft, type FormModel, formStateSchema } from './formModel.ts';

const { t } = vscode.l10n;

/** What the forms tell the list. */
export interface CreateFormsOptions extends FaceOptions {
  /** Services of the known incidents of a server. */
  readonly services: (serverId: string) => readonly string[];
  readonly created: (serverId: string, id: string) => void;
}

/** The open forms, one for each server. What was typed stays when a form is closed, until it was sent. */
export class CreateForms implements vscode.Disposable {
  readonly #options: CreateFormsOptions;
  readonly #drafts = new Map<string, Draft>();
  readonly #forms = new Map<string, CreateForm>();
  readonly #panels = new Set<vscode.WebviewPanel>();

  constructor(options: CreateFormsOptions) {
    this.#options = options;
  }

  /**
   * Shows the form for a new incident on a server.
   * @throws AppError `tool_missing` where the server creates none, and whatever connecting throws
   */
  async open(client: ServerClient, signal: AbortSignal): Promise<void> {
    await this.#options.withStepUp(client, () => fieldsOf(client, signal), { signal });
    const open = this.#forms.get(client.id);
    if (open) return open.reveal();
    const { Active } = vscode.ViewColumn;
    this.#attach(vscode.window.createWebviewPanel(CREATE_PANEL, t('New Incident'), Active), client.id);
  }

  /** Fills a panel that VS Code brought back after a reload. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const parsed = formStateSchema.safeParse(state);
    if (parsed.success && !this.#forms.has(parsed.data.serverId)) {
      if (parsed.data.draft) this.#drafts.set(parsed.data.serverId, parsed.data.draft);
      this.#attach(panel, parsed.data.serverId);
    } else panel.dispose();
  }

  dispose(): void {
    for (const panel of this.#panels) panel.dispose();
  }

  #attach(panel: vscode.WebviewPanel, serverId: string): void {
    const form = new CreateForm(panel, {
      extensionUri: this.#options.extensionUri,
      serverId,
      model: (signal) => this.#model(serverId, signal),
      create: (incident) => this.#create(serverId, incident),
      keepDraft: (draft) => {
        if (draft) this.#drafts.set(serverId, draft);
        else this.#drafts.delete(serverId);
      },
      created: (id) => this.#options.created(serverId, id),
      showError: (error) => void showError(error, 'incidentDesk.createIncident', this.#options.log),
    });
    this.#forms.set(serverId, form);
    this.#panels.add(panel);
    panel.onDidDispose(() => {
      this.#forms.delete(serverId);
      this.#panels.delete(panel);
    });
  }

  async #model(serverId: string, signal: AbortSignal): Promise<FormModel> {
    const client = this.#client(serverId);
    const fields = await fieldsOf(client, signal);
    const draft = this.#drafts.get(serverId) ?? EMPTY_DRAFT;
    return createFormModel({ server: client.entry.name, fields, services: this.#options.services(serverId), draft });
  }

  async #create(serverId: string, incident: NewIncident): Promise<string> {
    const client = this.#client(serverId);
    return this.#options.withStepUp(client, async () => (await client.incidents()).create(incident));
  }

  #client(serverId: string): ServerClient {
    const client = this.#options.registry.get(serverId);
    if (!client) throw new AppError('unknown_server', { server: serverId });
    return client;
  }
}

async function fieldsOf(client: ServerClient, signal: AbortSignal): Promise<readonly NewIncidentField[]> {
  const { createFields } = await client.incidents({ signal });
  if (createFields.length > 0) return createFields;
  throw new AppError('tool_missing', { tool: TOOL.createIncident, server: client.entry.name });
}
