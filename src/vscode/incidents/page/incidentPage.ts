import * as vscode from 'vscode';
import { AppError, isAppError, isSignedOut } from '../../../core/errors.ts';
import type { IncidentSource, ShownIncident } from '../../../core/incidents/incidentSource.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import type { WithStepUp } from '../../../core/mcp/withStepUp.ts';
import type { CommandId } from '../../commands/commandIds.ts';
import { messageForAny } from '../../words/messages.ts';
import type { PageParts } from '../pageHtml.ts';
import { setUpPanel } from '../setUpPanel.ts';
import { incidentPageModel, statusAfter } from './incidentPageModel.ts';
import { fromPageSchema, type PageAction, type PageModel, type PageState, type ToPage } from './pageModel.ts';
import { pageWords } from './pageWords.ts';
import { problemPage } from './problemPage.ts';

const { t } = vscode.l10n;

const ASK_COMMAND: CommandId = 'incidentDesk.askForPermission';

/** What a page needs of its surroundings. */
export interface IncidentPageOptions {
  readonly extensionUri: vscode.Uri;
  /** The server of the incident; absent once it left the settings. */
  readonly client: () => ServerClient | undefined;
  readonly withStepUp: WithStepUp;
  /** Whether the person opened the page just now, rather than the editor after a reload. */
  readonly asked: boolean;
  /** Called after the incident was changed. */
  readonly changed: (serverId: string) => void;
  readonly logProblem: (error: unknown) => void;
}

/** Makes one call to the server. */
type Run = <T>(call: (source: IncidentSource) => Promise<T>) => Promise<T>;

/** One incident in a webview panel: shows it, changes its status, and keeps what it shows when a refresh fails. */
export class IncidentPage {
  readonly #panel: vscode.WebviewPanel;
  readonly #state: PageState;
  readonly #options: IncidentPageOptions;
  /** Aborted when the panel closes. */
  readonly #closed: AbortSignal;
  #source: IncidentSource | undefined;
  #incident: ShownIncident | undefined;
  #model: PageModel = { kind: 'loading', text: t('Loading the incident…') };
  #helpCommand: string | undefined;
  #working = false;

  constructor(panel: vscode.WebviewPanel, state: PageState, options: IncidentPageOptions) {
    this.#panel = panel;
    this.#state = state;
    this.#options = options;
    const parts: PageParts = {
      name: 'incidentPage',
      title: state.id,
      loading: t('Loading the incident…'),
      data: { 'server-id': state.serverId, id: state.id },
    };
    this.#closed = setUpPanel(panel, options.extensionUri, parts, (message) => this.#receive(message));
  }

  /** Shows the panel again. */
  reveal(): void {
    this.#panel.reveal();
  }

  /**
   * Asks the server again; what is shown stays until the answer is there. `asked` says that the person wants it, who is
   * then asked for a missing permission. Never rejects.
   */
  async reload(asked = false): Promise<void> {
    await this.#work(t('Refreshing…'), asked, async (run, signal) => {
      this.#incident = await run((source) => source.get(this.#state.id, { signal }));
    });
  }

  async #receive(message: unknown): Promise<void> {
    const parsed = fromPageSchema.safeParse(message);
    if (!parsed.success) return;
    if (parsed.data.type === 'action') return this.#act(parsed.data.action);
    this.#show(this.#model);
    if (!this.#incident) await this.reload(this.#options.asked);
  }

  async #act(action: PageAction): Promise<void> {
    const status = statusAfter(action);
    if (status !== undefined) return this.#change(status);
    if (action === 'refresh' || (action === 'help' && this.#helpCommand === ASK_COMMAND)) return this.reload(true);
    if (action === 'help' && this.#helpCommand) {
      return void vscode.commands.executeCommand(this.#helpCommand, this.#state.serverId);
    }
    if (action === 'copyId') return this.#copy(this.#state.id, t('ID copied.'));
    if (action === 'copyJson') return this.#copy(JSON.stringify(this.#incident, undefined, 2), t('JSON copied.'));
  }

  async #change(status: string): Promise<void> {
    await this.#work(t('Saving…'), true, async (run, signal) => {
      await run((source) => source.update(this.#state.id, { status }, { signal }));
      this.#options.changed(this.#state.serverId);
      this.#incident = await run((source) => source.get(this.#state.id, { signal }));
    });
  }

  async #copy(text: string, done: string): Promise<void> {
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(done, 3000);
    this.#show(this.#model, done);
  }

  /** Runs one thing at a time: a second press while the first is under way does nothing. */
  async #work(busy: string, asked: boolean, work: (run: Run, signal: AbortSignal) => Promise<void>): Promise<void> {
    const client = this.#options.client();
    if (this.#working || this.#closed.aborted) return;
    if (!client) return this.#show(problemPage(new AppError('unknown_server', { server: this.#state.serverId })));
    const signal = this.#closed;
    this.#working = true;
    this.#showIncident({ busy });
    try {
      await work(this.#runner(client, asked), signal);
      this.#showIncident({});
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    } finally {
      this.#working = false;
    }
  }

  /** Each call by itself, so that none that was carried out is sent again for the next one's permission. */
  #runner(client: ServerClient, asked: boolean): Run {
    const signal = this.#closed;
    return async (call) => {
      const once = async () => {
        this.#source = await client.incidents({ signal });
        return call(this.#source);
      };
      return asked ? this.#options.withStepUp(client, once, { signal }) : once();
    };
  }

  #fail(error: unknown): void {
    this.#options.logProblem(error);
    const gone = isSignedOut(error) || isAppError(error, 'incident_not_found', 'unknown_server');
    if (this.#incident && !gone) return this.#showIncident({ problem: messageForAny(error).text });
    this.#incident = undefined;
    this.#panel.title = this.#state.id;
    const { action } = messageForAny(error);
    this.#helpCommand = action?.command;
    this.#show(problemPage(error));
  }

  #showIncident(now: { busy?: string; problem?: string }): void {
    if (!this.#incident) return this.#show({ kind: 'loading', text: t('Loading the incident…') });
    const canUpdate = this.#source?.canUpdate ?? false;
    const model = incidentPageModel(this.#incident, { canUpdate, words: pageWords(), ...now });
    this.#panel.title = panelTitle(model.title);
    this.#show(model, now.busy ?? (now.problem ? '' : model.status.label));
  }

  #show(model: PageModel, announce = ''): void {
    this.#model = model;
    if (this.#closed.aborted) return;
    void this.#panel.webview.postMessage({ model, announce } satisfies ToPage);
  }
}

function panelTitle(title: string): string {
  return title.length > 40 ? `${title.slice(0, 39).trimEnd()}…` : title;
}
