import * as vscode from 'vscode';
import type { NewIncidentField } from '../../../core/incidents/incidentSource.ts';
import { SEVERITIES } from '../../../shared/incident.ts';
import { severityWord } from '../incidentWords.ts';
import type { Draft, FormField, FormModel } from './formModel.ts';

const { t } = vscode.l10n;

/** What the form is laid out from. */
export interface CreateFormContext {
  readonly server: string;
  /** Fields that the server takes. */
  readonly fields: readonly NewIncidentField[];
  /** Services of known incidents, suggested while typing. */
  readonly services: readonly string[];
  readonly draft: Draft;
}

/** Lays out the form for a new incident, with the fields its server takes. */
export function createFormModel({ server, fields, services, draft }: CreateFormContext): FormModel {
  return {
    heading: t('New Incident'),
    intro: t('It is created on {0} and shows in the list at once.', server),
    fields: allFields(services).filter(({ name }) => fields.includes(name)),
    draft,
    required: t('Enter a title.'),
    optional: t('optional'),
    submit: t('Create Incident'),
    cancel: t('Cancel'),
    sending: t('Creating the incident…'),
  };
}

function allFields(services: readonly string[]): FormField[] {
  const severities = SEVERITIES.toReversed().map((value) => ({ value, label: severityWord(value) }));
  const suggestions = [...new Set(services)].filter((value) => value !== '').sort();
  return [
    field('title', t('Title'), t('One line that says what is wrong, such as "Checkout answers 502".'), 'line'),
    { ...field('severity', t('Severity'), '', 'choice'), options: severities },
    {
      ...field('service', t('Service'), t('The part that is affected.'), 'line'),
      options: suggestions.map((value) => ({ value, label: value })),
    },
    field('description', t('Description'), t('What people see, since when, and what was tried.'), 'area'),
    field('tags', t('Tags'), t('Separate several with commas.'), 'line'),
  ];
}

function field(name: FormField['name'], label: string, hint: string, control: FormField['control']): FormField {
  return { name, label, hint, control, required: name === 'title', options: [] };
}
