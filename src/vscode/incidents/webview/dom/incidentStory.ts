import type { IncidentPageModel, NoteForm, PageEntry, PageFact, Rest } from '../../page/pageModel.ts';
import { blockElements } from './blockElements.ts';
import { element } from './element.ts';
import { instantElement } from './instant.ts';

/** When and in which language instants are told. */
export interface Telling {
  readonly now: number;
  readonly language: string;
}

/** Description, timeline and facts of an incident. */
export function incidentStory(model: IncidentPageModel, telling: Telling): HTMLElement {
  return element(
    'div',
    { class: 'columns' },
    element('div', { class: 'story' }, description(model), ...timeline(model, telling)),
    facts(model, telling),
  );
}

function facts(model: IncidentPageModel, telling: Telling): HTMLElement {
  const rows = model.facts.map((fact) =>
    element('div', { class: 'fact' }, element('dt', {}, fact.label), element('dd', {}, ...factValue(fact, telling))),
  );
  return section('facts', model.factsHeading, element('dl', {}, ...rows));
}

function factValue(fact: PageFact, { now, language }: Telling): (HTMLElement | string)[] {
  switch (fact.kind) {
    case 'text':
      return [fact.value];
    case 'instant':
      return [instantElement(fact.value, now, language)];
    case 'tags':
      return [element('ul', { class: 'tags' }, ...fact.values.map((tag) => element('li', {}, tag)))];
  }
}

function description({ description: { heading, blocks, empty, rest }, words }: IncidentPageModel): HTMLElement {
  const content = blocks.length > 0 ? blockElements(blocks, words) : [element('p', { class: 'quiet' }, empty)];
  return section(
    'description',
    heading,
    element('div', { class: 'text' }, ...content),
    ...restElements('description', rest),
  );
}

/** Absent where nothing is recorded and nothing can be: not every server has a timeline. */
function timeline(model: IncidentPageModel, telling: Telling): HTMLElement[] {
  const { heading, entries, empty, rest } = model.timeline;
  if (entries.length === 0 && !model.note) return [];
  const list = element('ol', { class: 'timeline' }, ...entries.map((entry) => entryElement(entry, model, telling)));
  const content = [
    ...(model.note ? [noteForm(model.note, model.state.kind === 'busy')] : []),
    entries.length > 0 ? list : element('p', { class: 'quiet' }, empty),
    ...restElements('timeline', rest),
  ];
  return [section('history', heading, ...content)];
}

function entryElement(entry: PageEntry, { words }: IncidentPageModel, { now, language }: Telling): HTMLElement {
  const { key, at, author, kind, isNote, blocks } = entry;
  const said = [
    element('strong', {}, kind),
    ...(author === '' ? [] : [element('span', {}, author)]),
    instantElement(at, now, language),
  ];
  const head = element('p', { class: 'entry' }, ...said);
  const text = element('div', { class: 'text' }, ...blockElements(blocks, words));
  return element('li', { 'data-key': key, class: isNote ? 'note' : '' }, head, text);
}

function noteForm({ label, hint, add, addAndResolve }: NoteForm, busy: boolean): HTMLElement {
  const disabled = busy ? 'true' : 'false';
  const resolve = { type: 'submit', id: 'add-and-resolve', 'aria-disabled': disabled };
  return element(
    'form',
    { id: 'note-form', novalidate: true },
    element('label', { for: 'note' }, label),
    element('textarea', { id: 'note', rows: '3', 'aria-describedby': 'note-hint', readonly: busy }),
    element(
      'div',
      { class: 'actions' },
      element('button', { id: 'add-note', type: 'submit', 'aria-disabled': disabled }, add),
      ...(addAndResolve === '' ? [] : [element('button', resolve, addAndResolve)]),
      element('span', { id: 'note-hint', class: 'hint' }, hint),
    ),
  );
}

/** Says what is left out, and offers it where it is known. */
function restElements(of: string, rest: Rest): HTMLElement[] {
  if (!rest) return [];
  const attributes = { type: 'button', id: `all-${of}`, 'data-action': 'showAll' };
  const button = rest.showAll === '' ? [] : [element('button', attributes, rest.showAll)];
  return [element('p', { class: 'actions rest' }, element('span', { class: 'quiet' }, rest.text), ...button)];
}

function section(name: string, heading: string, ...content: readonly HTMLElement[]): HTMLElement {
  const id = `heading-${name}`;
  return element('section', { class: name, 'aria-labelledby': id }, element('h2', { id }, heading), ...content);
}
