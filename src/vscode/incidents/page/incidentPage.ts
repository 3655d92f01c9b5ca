import * as vscode from 'vscode';
import { AppError, isAppError, isSignedOut } from '../../../core/errors.ts';
import { actOnIncident, type CallSource } from '../../../core/incidents/actions/actOnIncident.ts';
import { differences } from '../../../core/incidents/actions/differences.ts';
import type { IncidentAbilities, IncidentAction } from '../../../core/incidents/actions/incidentActions.ts';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import { conflictWords, doneWords, newsWords, onlyNotedWords } from '../actions/changeWords.ts';
import { callSource } from '../actions/callSource.ts';
import type { CommandId } from '../../commands/commandIds.ts';
import { messageForAny } from '../../words/messages.ts';
import type { IncidentReference } from '../incidentReference.ts';
import type { IncidentPageOptions } from './incidentPageOptions.ts';
import type { PageParts } from '../pageHtml.ts';
import { setUpPanel } from '../setUpPanel.ts';
import { copyFromPage } from './copyFromPage.ts';
import { incidentPageModel, panelTitle } from './incidentPageModel.ts';
import { openLink } from './openLink.ts';
import {
  type FromPage,
  fromPageSchema,
  type PageAction,
  type PageModel,
  type ToPage,
  type WorkState,
} from './pageModel.ts';
import { pageWords } from './pageWords.ts';
import { problemPage } from './problemPage.ts';
import { Turns } from './turns.ts';
import type { TextReader } from './text/textReader.ts';

const { t } = vscode.l10n;

const ASK_COMMAND: CommandId = 'incidentDesk.askForPermission';
const POSTMORTEM_COMMAND: CommandId = 'incidentDesk.writePostmortem';
const IDLE: WorkState = { kind: 'idle', text: '' };
const NO_ABILITIES: IncidentAbilities = { updateFields: [], canAddNote: false, canWhoAmI: false };

/** Calls the server, and gives what is to be said of it. */
type Work = (call: CallSource, signal: AbortSignal) => Promise<WorkState>;

/** One incident in a webview panel: shows it, acts on it, and keeps what it shows when a call fails. */
export class IncidentPage {
  readonly #panel: vscode.WebviewPanel;
  readonly #reference: IncidentReference;
  readonly #options: IncidentPageOptions;
  /** Aborted when the panel closes. */
  readonly #closed: AbortSignal;
  #abilities: IncidentAbilities = NO_ABILITIES;
  #reader: TextReader | undefined;
  #incident: ShownIncident | undefined;
  #model: PageModel = { kind: 'loading', text: t('Loading the incident…') };
  #helpCommand: string | undefined;
  readonly #turns = new Turns(() => this.update());
  #all = false;
  /** The note that was added last, until the page has heard of it. */
  #noteAdded = '';

  constructor(panel: vscode.WebviewPanel, reference: IncidentReference, options: IncidentPageOptions) {
    this.#panel = panel;
    this.#reference = reference;
    this.#options = options;
    const parts: PageParts = {
      name: 'incidentPage',
      title: reference.id,
      loading: t('Loading the incident…'),
      data: { 'server-id': reference.serverId, id: reference.id },
    };
    this.#closed = setUpPanel(panel, options.extensionUri, parts, (message) => this.#receive(message));
  }

  /** Whether the page is the one in front. */
  get isActive(): boolean {
    return this.#panel.active;
  }

  /** Shows the panel again. */
  reveal(): void {
    this.#panel.reveal();
  }

  /** Asks the server again, as the person wants, who is asked for a missing permission. Never rejects. */
  async refresh(): Promise<void> {
    await this.#workFor(t('Refreshing…'), async (call, signal) => {
      this.#incident = await call((source) => source.get(this.#reference.id, { signal }));
      return IDLE;
    });
  }

  /** Asks the server again, unseen, and says what somebody else changed. Never rejects. */
  async update(): Promise<void> {
    await this.#turns.unseen(async (stop) => {
      const signal = AbortSignal.any([this.#closed, stop]);
      await this.#work(false, signal, async (call) =>
        this.#take(await call((source) => source.get(this.#reference.id, { signal }))),
      );
    });
  }

  /** Shows the incident as it was changed elsewhere in this window. */
  show(incident: ShownIncident): void {
    if (this.#turns.isRunning) this.#turns.later();
    else if (this.#incident) this.#showIncident(this.#take(incident));
  }

  #take(fresh: ShownIncident): WorkState {
    const before = this.#incident;
    this.#incident = fresh;
    const text = before ? newsWords(differences(before, fresh), fresh) : '';
    if (text !== '') return { kind: 'news', text };
    // What the person did last stays said, as long as nothing is another since.
    return this.#model.kind === 'incident' && this.#model.state.kind !== 'stale' ? this.#model.state : IDLE;
  }

  async #receive(message: unknown): Promise<void> {
    const parsed = fromPageSchema.safeParse(message);
    if (parsed.success) await this.#answer(parsed.data);
  }

  async #answer(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#show(this.#model);
        if (!this.#incident) await (this.#options.asked ? this.refresh() : this.update());
        return;
      case 'action':
        return this.#act(message.action);
      case 'severity':
        return this.#change({ kind: 'severity', severity: message.severity });
      case 'note':
        return this.#addNote(message.text, message.resolve);
      case 'link':
        return openLink(message.address);
    }
  }

  async #act(action: PageAction): Promise<void> {
    switch (action) {
      case 'acknowledge':
      case 'resolve':
      case 'reopen':
      case 'assignToMe':
        return this.#change({ kind: action });
      case 'refresh':
        return this.refresh();
      case 'showAll':
        this.#all = true;
        return this.#showIncident(IDLE);
      case 'help':
        if (this.#helpCommand === undefined || this.#helpCommand === ASK_COMMAND) return this.refresh();
        return void vscode.commands.executeCommand(this.#helpCommand, this.#reference.serverId);
      case 'writePostmortem':
        return void vscode.commands.executeCommand(POSTMORTEM_COMMAND, this.#reference);
      case 'copyId':
      case 'copyLink':
      case 'copyJson': {
        const server = this.#options.client()?.entry.url ?? '';
        return this.#show(this.#model, await copyFromPage(action, this.#incident, server));
      }
    }
  }

  async #change(action: IncidentAction): Promise<void> {
    const seen = this.#incident;
    if (!seen) return;
    await this.#workFor(t('Saving…'), (call, signal) => this.#carryOut(call, seen, action, signal));
  }

  /** What the person saw counts for the resolution, not what came with the answer to the note. */
  async #addNote(text: string, resolve: boolean): Promise<void> {
    const seen = this.#incident;
    if (!seen) return;
    await this.#workFor(t('Saving…'), async (call, signal) => {
      const done = await this.#carryOut(call, seen, { kind: 'note', text }, signal);
      const noted = this.#incident;
      if (!resolve || !noted) return done;
      const changed = differences(seen, noted);
      if (changed.fields.length > 0) return { kind: 'conflict', text: onlyNotedWords(changed, noted) };
      return this.#carryOut(call, noted, { kind: 'resolve' }, signal);
    });
  }

  async #carryOut(
    call: CallSource,
    seen: ShownIncident,
    action: IncidentAction,
    signal: AbortSignal,
  ): Promise<WorkState> {
    const outcome = await actOnIncident(call, seen, action, signal);
    const { incident } = outcome;
    this.#incident = incident;
    this.#options.changed(this.#reference.serverId, incident);
    if (outcome.kind === 'conflict') return { kind: 'conflict', text: conflictWords(outcome.differences, incident) };
    if (action.kind === 'note') this.#noteAdded = action.text;
    return { kind: 'saved', text: doneWords(action, incident) };
  }

  /** Does what the person wants; a second press while the first is under way does nothing. */
  async #workFor(busy: string, work: Work): Promise<void> {
    await this.#turns.asked(async () => {
      this.#showIncident({ kind: 'busy', text: busy });
      await this.#work(true, this.#closed, work);
    });
  }

  async #work(asked: boolean, signal: AbortSignal, work: Work): Promise<void> {
    const client = this.#options.client();
    try {
      if (!client) throw new AppError('unknown_server', { server: this.#reference.serverId });
      this.#reader ??= await this.#options.reader();
      const state = await work(callSource(client, asked ? this.#options.withStepUp : undefined, signal), signal);
      this.#abilities = await client.incidents({ signal });
      signal.throwIfAborted();
      this.#showIncident(state);
    } catch (error) {
      if (!signal.aborted) this.#fail(error, asked);
    }
  }

  #fail(error: unknown, asked: boolean): void {
    this.#options.logProblem(error);
    const gone = isSignedOut(error) || isAppError(error, 'incident_not_found', 'unknown_server');
    const { text, action } = messageForAny(error);
    if (this.#incident && !gone) {
      if (isAppError(error, 'cancelled')) return this.#showIncident(IDLE);
      // Whether it was done after all shows in what the server has now.
      if (isAppError(error, 'answer_lost')) this.#turns.later();
      return this.#showIncident({ kind: asked ? 'failed' : 'stale', text });
    }
    this.#incident = undefined;
    this.#panel.title = this.#reference.id;
    this.#helpCommand = action?.command;
    this.#show(problemPage(error));
  }

  #showIncident(state: WorkState): void {
    if (!this.#incident || !this.#reader) return this.#show({ kind: 'loading', text: t('Loading the incident…') });
    const reader = this.#reader;
    const model = incidentPageModel(this.#incident, {
      abilities: this.#abilities,
      words: pageWords(),
      state,
      all: this.#all,
      read: (texts) => reader.read(texts),
    });
    this.#panel.title = panelTitle(model.title);
    // What failed is an alert of the page's own.
    const isAlert = state.kind === 'failed' || state.kind === 'conflict';
    const isSaid = this.#model.kind === 'incident' && this.#model.state.text === state.text;
    this.#show(model, isAlert || isSaid ? '' : state.text);
  }

  #show(model: PageModel, announce = ''): void {
    this.#model = model;
    if (this.#closed.aborted) return;
    void this.#panel.webview.postMessage({ model, announce, noteAdded: this.#noteAdded } satisfies ToPage);
    // A page that is hidden has no script: it hears of it once it is ready again.
    if (this.#panel.visible) this.#noteAdded = '';
  }
}
