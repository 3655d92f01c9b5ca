/// <reference types="vscode-webview" />
import type { FromPage, IncidentPageModel, PageButton, PageFact, PageModel } from '../page/pageModel.ts';
import { pageStateSchema, toPageSchema } from '../page/pageModel.ts';
import { announce } from './dom/announce.ts';
import { blockElements } from './dom/blockElements.ts';
import { element } from './dom/element.ts';
import { instantElement } from './dom/instant.ts';
import { replacePage } from './dom/replacePage.ts';

const editor = acquireVsCodeApi();
const language = document.documentElement.lang;

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const { model, announce: text } = toPageSchema.parse(data);
  show(model);
  announce(text);
});
document.addEventListener('click', ({ target }) => {
  const action = target instanceof HTMLElement ? target.closest<HTMLElement>('button[data-action]') : null;
  if (action?.ariaDisabled !== 'true') send(action?.dataset['action']);
});
rememberIncident();
post({ type: 'ready' });

/** Keeps which incident this is, so that the editor finds it again after a reload of the window. */
function rememberIncident(): void {
  const { serverId, id } = document.body.dataset;
  editor.setState(pageStateSchema.parse({ serverId, id }));
}

function send(action: string | undefined): void {
  if (action !== undefined) editor.postMessage({ type: 'action', action });
}

function post(message: FromPage): void {
  editor.postMessage(message);
}

function show(model: PageModel): void {
  switch (model.kind) {
    case 'loading':
      return replacePage(true, element('p', { class: 'quiet' }, model.text));
    case 'problem':
      return replacePage(
        false,
        element('h1', { tabindex: '-1' }, model.heading),
        element('p', {}, model.text),
        element('div', { class: 'actions' }, ...buttons(model.buttons, false)),
      );
    case 'incident':
      return replacePage(model.busy !== '', ...incident(model));
  }
}

function incident(model: IncidentPageModel): HTMLElement[] {
  return [
    element(
      'header',
      {},
      element('p', { class: 'marks' }, mark('severity', model.severity), mark('status', model.status)),
      element('h1', { tabindex: '-1' }, model.title),
      element('div', { class: 'actions', role: 'group', 'aria-label': model.actionsLabel }, ...actions(model)),
      ...(model.problem === '' ? [] : [element('p', { class: 'problem', role: 'alert' }, model.problem)]),
    ),
    element(
      'div',
      { class: 'columns' },
      element('div', { class: 'story' }, description(model), timeline(model)),
      facts(model),
    ),
  ];
}

function actions(model: IncidentPageModel): HTMLElement[] {
  const busy = model.busy === '' ? [] : [element('span', { class: 'quiet busy' }, model.busy)];
  return [...buttons(model.buttons, model.busy !== ''), ...busy];
}

/** Busy buttons stay focusable, so that the focus is not lost when the page comes back to rest. */
function buttons(list: readonly PageButton[], busy: boolean): HTMLElement[] {
  return list.map(({ action, label, primary }) =>
    element(
      'button',
      {
        id: `action-${action}`,
        'data-action': action,
        'aria-disabled': busy ? 'true' : 'false',
        class: primary ? 'primary' : '',
      },
      label,
    ),
  );
}

function mark(kind: 'severity' | 'status', { level, label }: { level: string; label: string }): HTMLElement {
  return element('span', { class: `mark ${kind}`, 'data-level': level }, label);
}

function facts(model: IncidentPageModel): HTMLElement {
  const rows = model.facts.map((fact) =>
    element('div', { class: 'fact' }, element('dt', {}, fact.label), element('dd', {}, ...factValue(fact))),
  );
  return section('facts', model.factsHeading, element('dl', {}, ...rows));
}

function factValue(fact: PageFact): (HTMLElement | string)[] {
  switch (fact.kind) {
    case 'text':
      return [fact.value];
    case 'instant':
      return [instantElement(fact.value, Date.now(), language)];
    case 'tags':
      return [element('ul', { class: 'tags' }, ...fact.values.map((tag) => element('li', {}, tag)))];
  }
}

function description(model: IncidentPageModel): HTMLElement {
  const blocks = blockElements(model.description, 3);
  const content = blocks.length > 0 ? blocks : [element('p', { class: 'quiet' }, model.noDescription)];
  return section('description', model.descriptionHeading, ...content);
}

function timeline(model: IncidentPageModel): HTMLElement {
  if (model.timeline.length === 0) {
    return section('timeline', model.timelineHeading, element('p', { class: 'quiet' }, model.noTimeline));
  }
  const entries = model.timeline.map(({ at, author, kind, blocks }) =>
    element(
      'li',
      {},
      element(
        'p',
        { class: 'entry' },
        element('strong', {}, kind),
        ...(author === '' ? [] : [element('span', {}, author)]),
        instantElement(at, Date.now(), language),
      ),
      ...blockElements(blocks, 4),
    ),
  );
  return section('timeline', model.timelineHeading, element('ol', { class: 'timeline' }, ...entries));
}

function section(name: string, heading: string, ...content: readonly HTMLElement[]): HTMLElement {
  const id = `heading-${name}`;
  return element('section', { class: name, 'aria-labelledby': id }, element('h2', { id }, heading), ...content);
}
