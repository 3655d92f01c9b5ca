/// <reference types="vscode-webview" />
import {
  type Draft,
  draftSchema,
  type FormField,
  type FormModel,
  formStateSchema,
  type FromForm,
  toFormSchema,
} from '../create/formModel.ts';
import { announce } from './dom/announce.ts';
import { element } from './dom/element.ts';
import { type Control, fieldElement } from './dom/fieldElement.ts';
import { replacePage } from './dom/replacePage.ts';

const editor = acquireVsCodeApi();
const kept = formStateSchema.safeParse(editor.getState());
let draft: Draft | undefined = kept.success ? kept.data.draft : undefined;
let shown: ShownForm | undefined;

interface ShownForm {
  readonly model: FormModel;
  readonly form: HTMLFormElement;
  readonly controls: ReadonlyMap<FormField['name'], Control>;
  readonly submit: HTMLButtonElement;
  readonly problem: HTMLElement;
}

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = toFormSchema.parse(data);
  if (message.type === 'show') show(message.model, message.sending);
  else fail(message.text, message.retry);
});
keep();
if (draft) post({ type: 'draft', draft });
post({ type: 'ready' });

function post(message: FromForm): void {
  editor.postMessage(message);
}

/** Keeps what was typed over a reload of the window. */
function keep(): void {
  editor.setState(formStateSchema.parse({ serverId: document.body.dataset['serverId'], ...(draft ? { draft } : {}) }));
}

function show(model: FormModel, sending: boolean): void {
  draft ??= model.draft;
  const controls = new Map<FormField['name'], Control>();
  for (const field of model.fields) controls.set(field.name, fieldElement(field, draft[field.name], model));
  const submit = element('button', { type: 'submit', class: 'primary' }, model.submit);
  const cancel = element('button', { type: 'button' }, model.cancel);
  const problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  const rows = [...controls.values()].map(({ row }) => row);
  const form = element(
    'form',
    { novalidate: true },
    ...rows,
    problem,
    element('div', { class: 'actions' }, submit, cancel),
  );
  shown = { model, form, controls, submit, problem };
  form.addEventListener('input', typed);
  form.addEventListener('submit', send);
  form.addEventListener('keydown', sendWithKeys);
  cancel.addEventListener('click', () => post({ type: 'cancel' }));
  replacePage(
    false,
    element('h1', { tabindex: '-1' }, model.heading),
    element('p', { class: 'quiet' }, model.intro),
    form,
  );
  setSending(sending);
  controls.get('title')?.input.focus();
}

function typed(): void {
  if (!shown || !draft) return;
  const values = [...shown.controls].map(([name, { input }]) => [name, input.value] as const);
  draft = draftSchema.parse({ ...draft, ...Object.fromEntries(values) });
  for (const { input, check } of shown.controls.values()) if (input.ariaInvalid === 'true') check();
  keep();
  post({ type: 'draft', draft });
}

function send(event: Event): void {
  event.preventDefault();
  if (!shown || !draft || shown.submit.ariaDisabled === 'true') return;
  const wrong = [...shown.controls.values()].filter(({ check }) => !check());
  if (wrong.length > 0) return wrong[0]?.input.focus();
  setSending(true);
  announce(shown.model.sending);
  post({ type: 'submit', draft });
}

function sendWithKeys(event: KeyboardEvent): void {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) shown?.form.requestSubmit();
}

/** While the form is under way the button stays focusable and its fields readable, but nothing can be sent again. */
function setSending(sending: boolean): void {
  if (!shown) return;
  shown.submit.ariaDisabled = String(sending);
  shown.submit.textContent = sending ? shown.model.sending : shown.model.submit;
  shown.form.ariaBusy = String(sending);
  for (const { input } of shown.controls.values()) input.toggleAttribute('disabled', sending);
  if (sending) shown.problem.hidden = true;
}

function fail(text: string, retry: string): void {
  if (!shown) {
    const again = element('button', { class: 'primary' }, retry);
    again.addEventListener('click', () => post({ type: 'ready' }));
    return replacePage(false, element('p', { class: 'problem', role: 'alert' }, text), again);
  }
  setSending(false);
  shown.problem.textContent = text;
  shown.problem.hidden = false;
  shown.submit.focus();
  // The button had the focus already: the message has moved it out of sight.
  shown.submit.scrollIntoView({ block: 'nearest' });
}
