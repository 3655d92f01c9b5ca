/// <reference types="vscode-webview" />
import type { FromPage, PageModel } from '../page/pageModel.ts';
import { pageActionSchema, pageStateSchema, toPageSchema } from '../page/pageModel.ts';
import { announce } from './dom/announce.ts';
import { element } from './dom/element.ts';
import { buttonElements, incidentHeader, stateLine } from './dom/incidentHeader.ts';
import { incidentStory } from './dom/incidentStory.ts';
import { patchPage } from './dom/patchPage.ts';

const AGE_INTERVAL = 60_000;

const editor = acquireVsCodeApi();
const language = document.documentElement.lang;
const kept = pageStateSchema.safeParse(editor.getState());
let note = kept.success ? kept.data.note : '';
/** Where the page was scrolled to when its script ended, until that can be shown again. */
let scroll = kept.success ? kept.data.scroll : 0;
/** A severity that was chosen and is not saved yet. */
let chosen: string | undefined;
let shown: PageModel | undefined;

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const { model, announce: text, noteAdded } = toPageSchema.parse(data);
  if (noteAdded !== '' && note.trim() === noteAdded) note = '';
  show(model);
  keep();
  announce(text);
});
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button') : null;
  if (button && button.ariaDisabled !== 'true') press(button);
});
document.addEventListener('input', ({ target }) => {
  if (target instanceof HTMLTextAreaElement) note = target.value;
  if (target instanceof HTMLSelectElement) chosen = target.value;
  syncControls();
  keep();
});
document.addEventListener('submit', (event) => {
  event.preventDefault();
  sendNote(event.submitter?.id === 'add-and-resolve');
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !(event.target instanceof HTMLTextAreaElement))
    return;
  event.preventDefault();
  sendNote(false);
});
document.addEventListener('scrollend', keep);
// What is minutes ago now is an hour ago later.
setInterval(() => shown && show(shown), AGE_INTERVAL);
keep();
post({ type: 'ready' });

function post(message: FromPage): void {
  editor.postMessage(message);
}

/** Keeps which incident this is and what was typed, so that both are there again after a reload of the window. */
function keep(): void {
  const { serverId, id } = document.body.dataset;
  const at = shown?.kind === 'incident' ? window.scrollY : scroll;
  editor.setState(pageStateSchema.parse({ serverId, id, note, scroll: at }));
}

function press(button: HTMLButtonElement): void {
  const { action, address } = button.dataset;
  if (address !== undefined) return post({ type: 'link', address });
  if (button.id === 'save-severity' && chosen !== undefined) return post({ type: 'severity', severity: chosen });
  const parsed = pageActionSchema.safeParse(action);
  if (parsed.success) post({ type: 'action', action: parsed.data });
}

function sendNote(resolve: boolean): void {
  const isBusy = shown?.kind !== 'incident' || shown.state.kind === 'busy';
  if (isBusy) return;
  if (note.trim() === '') return document.getElementById('note')?.focus();
  post({ type: 'note', text: note.trim(), resolve });
}

function show(model: PageModel): void {
  const isFirst = shown?.kind !== 'incident' && model.kind === 'incident';
  shown = model;
  patchPage(model.kind === 'loading' || (model.kind === 'incident' && model.state.kind === 'busy'), contentOf(model));
  syncControls();
  if (isFirst) window.scrollTo(0, scroll);
  if (isFirst) scroll = 0;
}

function contentOf(model: PageModel): HTMLElement[] {
  switch (model.kind) {
    case 'loading':
      return [element('p', { class: 'quiet' }, model.text)];
    case 'problem': {
      const buttons = element('div', { id: 'actions', class: 'actions' }, ...buttonElements(model.buttons, false));
      return [element('h1', { tabindex: '-1' }, model.heading), element('p', {}, model.text), buttons];
    }
    case 'incident':
      return [incidentHeader(model), stateLine(model), incidentStory(model, { now: Date.now(), language })];
  }
}

/** Puts what the person typed and chose into the controls, which hold it beside their markup. */
function syncControls(): void {
  const area = document.querySelector<HTMLTextAreaElement>('#note');
  if (area && area.value !== note) area.value = note;
  const select = document.querySelector<HTMLSelectElement>('#severity');
  const current = shown?.kind === 'incident' ? (shown.severityChoice?.value ?? '') : '';
  if (chosen === current) chosen = undefined;
  const value = chosen ?? current;
  if (select && select.value !== value) select.value = value;
  document.getElementById('save-severity')?.toggleAttribute('hidden', chosen === undefined);
}
