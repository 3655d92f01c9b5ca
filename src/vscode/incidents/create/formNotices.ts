import * as vscode from 'vscode';
import type { StoredDraft } from '../../../core/incidents/create/incidentDrafts.ts';
import { messageForAny } from '../../words/messages.ts';
import { relativeTime } from '../relativeTime.ts';
import type { FormNotice } from './formModel.ts';

const { t } = vscode.l10n;

/** What there is to know about a draft. */
export interface NoticesOptions {
  readonly stored: StoredDraft;
  readonly server: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What failed last. */
  readonly error: unknown;
  /** Whether the server's fields are known. */
  readonly loaded: boolean;
  /** Whether the attempt can be sent again without a second incident. */
  readonly repeatable: boolean;
  /** Whether something was typed since the attempt. */
  readonly edited: boolean;
  /** Whether the draft was there when the form was opened. */
  readonly restored: boolean;
  /** How many secrets were masked in it. */
  readonly masked: number;
  readonly discarded: boolean;
  /** The incident that was created from what was sent first. */
  readonly createdId: string | undefined;
}

/** The notices above the form, what matters most first. */
export function formNotices(options: NoticesOptions): FormNotice[] {
  const { stored, error, restored, masked, discarded, createdId } = options;
  return [
    ...(stored.attempt && options.loaded ? [unsettled(options, stored.attempt.at)] : []),
    ...(error === undefined ? [] : [failed(options)]),
    ...(createdId === undefined ? [] : [createdFirst(createdId)]),
    ...(masked > 0 ? [secretsMasked(masked)] : []),
    ...(discarded ? [undoDiscard()] : []),
    ...(restored && !stored.attempt ? [draftIsBack(stored.at, options.now)] : []),
  ];
}

function unsettled({ server, now, repeatable, edited }: NoticesOptions, at: number): FormNotice {
  const when = relativeTime(at, now, vscode.env.language);
  const unknown = t(
    'No answer came from {0} to what was sent ({1}). The incident may have been created, or not.',
    server,
    when,
  );
  const list = { action: 'list', label: t('Show the List') } as const;
  const anew = { action: 'anew', label: t('Create Anew') } as const;
  if (!repeatable) {
    const advice = t('Look in the list first. Create it anew only if it is not there, or there will be two.');
    return { kind: 'problem', text: `${unknown} ${advice}`, actions: [list, anew] };
  }
  const safe = t('Try again: the server knows it by its key, so that there will be no second one.');
  const first = t('It gets what you sent then; what you changed since stays here.');
  const text = [unknown, safe, ...(edited ? [first] : [])].join(' ');
  return { kind: 'problem', text, actions: [{ action: 'repeat', label: t('Try Again') }, list, anew] };
}

/** Beside an attempt without an answer it only says why. */
function failed({ error, loaded, stored }: NoticesOptions): FormNotice {
  const { text, action } = messageForAny(error);
  const retry = { action: 'retry', label: t('Retry') } as const;
  const command = action ? [{ action: 'command', label: action.title } as const] : [];
  const kind = loaded && stored.attempt ? 'info' : 'problem';
  return { kind, text, actions: [...command, ...(loaded ? [] : [retry])] };
}

function createdFirst(id: string): FormNotice {
  const text = t('{0} was created with what you had sent first. What you changed since is not in it.', id);
  return {
    kind: 'info',
    text,
    actions: [
      { action: 'open', label: t('Open {0}', id) },
      { action: 'discard', label: t('Discard Draft') },
    ],
  };
}

function secretsMasked(count: number): FormNotice {
  const text =
    count === 1
      ? t('One text that looks like a secret was masked. Whoever can read the incident could read it.')
      : t('{0} texts that look like secrets were masked. Whoever can read the incident could read them.', count);
  return { kind: 'info', text, actions: [{ action: 'unmask', label: t('Put Back') }] };
}

function undoDiscard(): FormNotice {
  return { kind: 'info', text: t('The draft was discarded.'), actions: [{ action: 'undo', label: t('Undo') }] };
}

function draftIsBack(at: number, now: number): FormNotice {
  const text = t('Your draft is back. Last change: {0}.', relativeTime(at, now, vscode.env.language));
  return { kind: 'info', text, actions: [{ action: 'discard', label: t('Discard Draft') }] };
}
