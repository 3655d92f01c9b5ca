import {
  type ActionKind,
  type IncidentAbilities,
  possibleActions,
} from '../../../core/incidents/actions/incidentActions.ts';
import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import { SEVERITIES } from '../../../shared/incident.ts';
import type {
  IncidentPageModel,
  NoteForm,
  PageAction,
  PageButton,
  PageFact,
  Rest,
  SeverityChoice,
  WorkState,
} from './pageModel.ts';
import type { PageWords } from './pageWords.ts';
import type { Block } from './text/blocks.ts';
import { type ShownParts, shownParts } from './shownParts.ts';

/** What the page needs beside the incident. */
export interface PageContext {
  readonly abilities: IncidentAbilities;
  readonly words: PageWords;
  readonly state: WorkState;
  /** Whether what is long is shown as a whole. */
  readonly all: boolean;
  /** Reads the texts of the page, those that matter most first. */
  readonly read: (texts: readonly string[]) => (text: string) => readonly Block[];
}

const TITLE_LENGTH = 40;
/** What every server's incidents can be used for: where there is no prompt, a post-mortem begins with the facts. */
const OTHERS = ['refresh', 'writePostmortem', 'copyId', 'copyLink', 'copyJson'] as const satisfies PageAction[];

/** The title of an incident as its tab shows it. */
export function panelTitle(title: string): string {
  return title.length > TITLE_LENGTH ? `${title.slice(0, TITLE_LENGTH - 1).trimEnd()}…` : title;
}

/** Lays out an incident for its page. */
export function incidentPageModel(incident: ShownIncident, context: PageContext): IncidentPageModel {
  const { words, state, all } = context;
  const parts = shownParts(incident, all);
  const blocks = context.read([parts.description, ...parts.entries.map(({ text }) => text)]);
  const possible = possibleActions(incident, context.abilities);
  return {
    kind: 'incident',
    id: incident.id,
    title: incident.title || words.untitled,
    severity: { level: incident.severity, name: words.facts.severity, label: words.severity(incident.severity) },
    status: { level: incident.status, name: words.facts.status, label: words.status(incident.status) },
    state,
    actions: { label: words.actionsLabel, changes: changeButtons(possible, words), others: otherButtons(words) },
    severityChoice: possible.includes('severity') ? severityChoice(incident.severity, words) : null,
    factsHeading: words.factsHeading,
    facts: factsOf(incident, context),
    description: {
      heading: words.descriptionHeading,
      blocks: [...blocks(parts.description)],
      empty: words.noDescription,
      rest: descriptionRest(parts, words),
    },
    timeline: {
      heading: words.timelineHeading,
      entries: parts.entries.map(({ key, at, author, kind, text }) => {
        return { key, at, author, kind: words.timelineKind(kind), isNote: kind === 'note', blocks: [...blocks(text)] };
      }),
      empty: words.noTimeline,
      rest: timelineRest(parts, words),
    },
    note: possible.includes('note') ? noteForm(possible, words) : null,
    words: words.tasks,
  };
}

function descriptionRest({ descriptionRest: rest }: ShownParts, words: PageWords): Rest {
  if (rest === 'none') return null;
  return { text: words.rest[rest], showAll: rest === 'hidden' ? words.showAll : '' };
}

function timelineRest({ entriesLeftOut, notesCut, entriesUnknown }: ShownParts, words: PageWords): Rest {
  const { showAll } = words;
  if (entriesLeftOut > 0) return { text: words.entriesLeftOut(entriesLeftOut), showAll };
  if (notesCut) return { text: words.notesCut, showAll };
  return entriesUnknown ? { text: words.entriesUnknown, showAll: '' } : null;
}

function changeButtons(possible: readonly ActionKind[], words: PageWords): PageButton[] {
  const kinds = possible.filter((kind) => kind !== 'severity' && kind !== 'note');
  return kinds.map((action, index) => ({ action, label: words.actions[action], primary: index === 0 }));
}

function otherButtons(words: PageWords): PageButton[] {
  return OTHERS.map((action) => ({ action, label: words.actions[action], primary: false }));
}

function noteForm(possible: readonly ActionKind[], { note }: PageWords): NoteForm {
  return possible.includes('resolve') ? note : { ...note, addAndResolve: '' };
}

/** A word that is none of ours stays among the choices, for it is what the incident has. */
function severityChoice(value: string, words: PageWords): SeverityChoice {
  const known: readonly string[] = SEVERITIES.toReversed();
  const values = known.includes(value) ? known : [value, ...known];
  const options = values.map((one) => ({ value: one, label: words.severity(one) }));
  return { label: words.facts.severity, value, options, save: words.saveSeverity };
}

/** That nobody is assigned is said only where somebody can be: another server may know of no assignees at all. */
function factsOf(incident: ShownIncident, { words, abilities }: PageContext): PageFact[] {
  const nobody = abilities.updateFields.includes('assignee') ? words.nobody : '';
  const facts: PageFact[] = [
    { kind: 'text', label: words.facts.id, value: incident.id },
    { kind: 'text', label: words.facts.service, value: incident.service },
    { kind: 'text', label: words.facts.assignee, value: incident.assignee || nobody },
    { kind: 'text', label: words.facts.createdBy, value: incident.createdBy },
    { kind: 'instant', label: words.facts.createdAt, value: incident.createdAt },
    { kind: 'instant', label: words.facts.updatedAt, value: incident.updatedAt },
    { kind: 'tags', label: words.facts.tags, values: [...incident.tags] },
  ];
  return facts.filter((fact) => (fact.kind === 'tags' ? fact.values.length > 0 : fact.value !== ''));
}
