import type { ShownIncident } from '../../../core/incidents/incidentSource.ts';
import type { IncidentPageModel, PageAction, PageButton, PageFact } from './pageModel.ts';
import { textBlocks } from './textBlocks.ts';

/** Words of an incident page, in the person's language. */
export interface PageWords {
  readonly actions: Readonly<Record<Exclude<PageAction, 'help'>, string>>;
  readonly actionsLabel: string;
  readonly factsHeading: string;
  readonly facts: Readonly<
    Record<'id' | 'service' | 'assignee' | 'createdBy' | 'createdAt' | 'updatedAt' | 'tags', string>
  >;
  readonly nobody: string;
  readonly untitled: string;
  readonly descriptionHeading: string;
  readonly noDescription: string;
  readonly timelineHeading: string;
  readonly noTimeline: string;
  severity(word: string): string;
  status(word: string): string;
  timelineKind(kind: ShownIncident['timeline'][number]['kind']): string;
}

/** What the page needs beside the incident. */
export interface PageContext {
  readonly canUpdate: boolean;
  readonly words: PageWords;
  readonly busy?: string;
  readonly problem?: string;
}

/** Lays out an incident for its page. */
export function incidentPageModel(incident: ShownIncident, context: PageContext): IncidentPageModel {
  const { words } = context;
  return {
    kind: 'incident',
    id: incident.id,
    title: incident.title || words.untitled,
    severity: { level: incident.severity, label: words.severity(incident.severity) },
    status: { level: incident.status, label: words.status(incident.status) },
    buttons: buttonsFor(incident, context),
    actionsLabel: words.actionsLabel,
    factsHeading: words.factsHeading,
    facts: factsOf(incident, words),
    descriptionHeading: words.descriptionHeading,
    description: textBlocks(incident.description),
    noDescription: words.noDescription,
    timelineHeading: words.timelineHeading,
    timeline: incident.timeline.map(({ at, author, kind, text }) => ({
      at,
      author,
      kind: words.timelineKind(kind),
      blocks: textBlocks(text),
    })),
    noTimeline: words.noTimeline,
    problem: context.problem ?? '',
    busy: context.busy ?? '',
  };
}

/** The status that an action of the page gives an incident; absent for actions that change none. */
export function statusAfter(action: PageAction): string | undefined {
  return CHANGES.find((change) => change.action === action)?.to;
}

/** What can be done to an incident of each status. A status we do not know may be any, so everything is offered. */
const CHANGES = [
  { action: 'acknowledge', to: 'investigating', unless: ['investigating', 'resolved'] },
  { action: 'resolve', to: 'resolved', unless: ['resolved'] },
  { action: 'reopen', to: 'open', unless: ['open', 'investigating'] },
] as const;

function buttonsFor(incident: ShownIncident, { canUpdate, words }: PageContext): PageButton[] {
  const changes = CHANGES.filter(({ unless }) => canUpdate && !unless.some((status) => status === incident.status));
  return [
    ...changes.map(({ action }, index) => ({ action, label: words.actions[action], primary: index === 0 })),
    ...(['refresh', 'copyId', 'copyJson'] as const).map((action) => ({
      action,
      label: words.actions[action],
      primary: false,
    })),
  ];
}

function factsOf(incident: ShownIncident, words: PageWords): PageFact[] {
  const facts: PageFact[] = [
    { kind: 'text', label: words.facts.id, value: incident.id },
    { kind: 'text', label: words.facts.service, value: incident.service },
    { kind: 'text', label: words.facts.assignee, value: incident.assignee || words.nobody },
    { kind: 'text', label: words.facts.createdBy, value: incident.createdBy },
    { kind: 'instant', label: words.facts.createdAt, value: incident.createdAt },
    { kind: 'instant', label: words.facts.updatedAt, value: incident.updatedAt },
    { kind: 'tags', label: words.facts.tags, values: [...incident.tags] },
  ];
  return facts.filter((fact) => (fact.kind === 'tags' ? fact.values.length > 0 : fact.value !== ''));
}
