/// <reference types="vscode-webview" />
import { type Draft, draftSchema, isEmpty } from '../../../core/incidents/create/draft.ts';
import { type FormModel, formStateSchema, type FromForm, toFormSchema } from '../create/formModel.ts';
import { announce } from './dom/announce.ts';
import { element } from './dom/element.ts';
import type { Control } from './dom/form/control.ts';
import { fieldElement } from './dom/form/fieldElement.ts';
import { noticeElement } from './dom/form/noticeElement.ts';
import { serverField } from './dom/form/serverField.ts';
import { replacePage } from './dom/replacePage.ts';

const editor = acquireVsCodeApi();

interface ShownForm {
  readonly model: FormModel;
  readonly controls: ReadonlyMap<keyof Draft, Control>;
  readonly form: HTMLFormElement;
  readonly discard: HTMLElement;
}

let shown: ShownForm | undefined;

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  show(toFormSchema.parse(data).model);
});
post({ type: 'ready' });

function post(message: FromForm): void {
  editor.postMessage(message);
}

function show(model: FormModel): void {
  const before = shown?.model;
  const { draft, words } = model;
  const controls = new Map(
    model.fields.map((field) => [field.name, fieldElement(field, draft[field.name], words, typed)] as const),
  );
  const { form, discard } = formElement(model, [...controls.values()]);
  shown = { model, controls, form, discard };
  const notices = model.notices.map((notice) => noticeElement(notice, (action) => send({ type: 'act', action })));
  replacePage(
    model.sending,
    element('h1', { tabindex: '-1' }, model.heading),
    element('p', { class: 'quiet' }, model.intro),
    ...notices,
    ...serverField(model, (serverId) => send({ type: 'server', serverId })),
    ...(model.fields.length > 0 ? [form] : []),
  );
  keep(draft);
  for (const control of controls.values()) {
    control.checkTyped();
    control.setDisabled(model.sending);
  }
  if (model.sending) announce(words.sending);
  focusAfter(before, model);
}

/** The first field at first; what went wrong, once it did. */
function focusAfter(before: FormModel | undefined, model: FormModel): void {
  if (before?.sending && !model.sending) document.querySelector<HTMLElement>('.notice button')?.focus();
  else if (before?.draftId !== model.draftId) shown?.controls.get('title')?.focus();
}

function formElement(model: FormModel, controls: readonly Control[]): Pick<ShownForm, 'form' | 'discard'> {
  const { words, sending } = model;
  const submit = element(
    'button',
    { type: 'submit', class: 'primary', id: 'submit', 'aria-disabled': String(sending) },
    sending ? words.sending : model.submit,
  );
  const cancel = element('button', { type: 'button', id: 'cancel' }, words.cancel);
  const discard = element('button', { type: 'button', id: 'discard', hidden: isEmpty(model.draft) }, words.discard);
  const buttons = [...(model.submit === '' && !sending ? [] : [submit]), cancel, ...(sending ? [] : [discard])];
  const rows = controls.map(({ row }) => row);
  const form = element('form', { novalidate: true }, ...rows, element('div', { class: 'actions' }, ...buttons));
  form.ariaBusy = String(sending);
  form.addEventListener('input', typed);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submitForm();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submitForm();
  });
  cancel.addEventListener('click', () => post({ type: 'cancel' }));
  discard.addEventListener('click', () => send({ type: 'act', action: 'discard' }));
  return { form, discard };
}

/** The draft with what the fields hold now. */
function draftNow({ model, controls }: ShownForm): Draft {
  const values = [...controls].map(([name, control]) => [name, control.value()] as const);
  return draftSchema.parse({ ...model.draft, ...Object.fromEntries(values) });
}

/** Keeps what was typed over a reload of the window. */
function keep(draft: Draft): void {
  if (!shown) return;
  const { serverId, draftId } = shown.model;
  editor.setState(formStateSchema.parse({ serverId, draftId, draft }));
}

function typed(): void {
  if (!shown) return;
  for (const control of shown.controls.values()) control.checkTyped();
  const draft = draftNow(shown);
  shown.discard.hidden = isEmpty(draft);
  keep(draft);
  send({ type: 'draft' });
}

type WithoutDraft<T> = T extends unknown ? Omit<T, 'draftId' | 'draft'> : never;

/** Sends something with the draft as it is, so that nothing typed is lost on the way. */
function send(message: WithoutDraft<Extract<FromForm, { draftId: string }>>): void {
  if (shown) post({ ...message, draftId: shown.model.draftId, draft: draftNow(shown) });
}

function submitForm(): void {
  if (!shown || shown.model.sending || shown.model.submit === '') return;
  const wrong = [...shown.controls.values()].filter((control) => !control.check());
  if (wrong[0]) return wrong[0].focus();
  send({ type: 'submit' });
}
