import * as vscode from 'vscode';
import type { Draft } from '../../../core/incidents/create/draft.ts';
import type { FieldRules } from '../../../core/incidents/create/newIncidentRules.ts';
import { severityWord } from '../incidentWords.ts';
import type { FormField, FormModel, FormNotice } from './formModel.ts';
import { formWords } from './formWords.ts';

const { t } = vscode.l10n;

/** What the form is laid out from. */
export interface CreateFormContext {
  readonly draftId: string;
  readonly serverId: string;
  /** All servers, in the order of the settings. */
  readonly servers: readonly { readonly id: string; readonly name: string }[];
  /** The fields that the server takes; empty where that is not known. */
  readonly rules: readonly FieldRules[];
  /** Services of known incidents, suggested while typing. */
  readonly services: readonly string[];
  readonly draft: Draft;
  readonly notices: FormNotice[];
  readonly sending: boolean;
  /** Whether what was sent waits for its answer to be known. */
  readonly unsettled: boolean;
}

const USUAL_SEVERITY = 'medium';

/** Lays out the form for a new incident, with the fields its server takes. */
export function createFormModel(context: CreateFormContext): FormModel {
  const { draftId, serverId, servers, rules, services, draft, notices, sending, unsettled } = context;
  const server = servers.find(({ id }) => id === serverId)?.name ?? '';
  return {
    ...{ draftId, serverId, notices, sending },
    heading: t('New Incident'),
    intro: t('It is created on {0} and shows in the list at once.', server),
    serverLabel: t('Server'),
    servers: servers.map(({ id, name }) => ({ value: id, label: name })),
    fields: rules.map((rule) => fieldOf(rule, services)),
    draft: { ...draft, severity: severityOf(draft, rules) },
    submit: rules.length === 0 || unsettled ? '' : t('Create Incident'),
    words: formWords(),
  };
}

function severityOf({ severity }: Draft, rules: readonly FieldRules[]): string {
  const rule = rules.find(({ name }) => name === 'severity');
  if (!rule) return severity;
  const wanted = [severity, rule.fallback, USUAL_SEVERITY].find((word) => rule.choices.includes(word));
  return wanted ?? rule.choices[0] ?? severity;
}

function fieldOf({ name, fallback: _, ...rules }: FieldRules, services: readonly string[]): FormField {
  const own = { ...rules, choices: [...rules.choices] };
  const suggestions = [...new Set(services)].filter((value) => value !== '').sort();
  switch (name) {
    case 'title':
      return field(
        name,
        own,
        t('Title'),
        t('One line that says what is wrong, such as "Checkout answers 502".'),
        'line',
      );
    case 'severity':
      return { ...field(name, own, t('Severity'), '', 'choice'), options: optionsOf(rules.choices, severityWord) };
    case 'service': {
      const line = field(name, own, t('Service'), t('The part that is affected.'), 'line');
      return { ...line, options: optionsOf(suggestions, String) };
    }
    case 'description':
      return field(
        name,
        own,
        t('Description'),
        t('What people see, since when, and what was tried. Markdown.'),
        'area',
      );
    case 'tags':
      return field(name, own, t('Tags'), t('Enter or a comma ends a tag; Backspace takes the last one back.'), 'tags');
  }
}

function field(
  name: FormField['name'],
  rules: FormField['rules'],
  label: string,
  hint: string,
  control: FormField['control'],
): FormField {
  return { name, label, hint, control, rules, options: [] };
}

function optionsOf(values: readonly string[], labelOf: (value: string) => string): FormField['options'] {
  return values.map((value) => ({ value, label: labelOf(value) }));
}
