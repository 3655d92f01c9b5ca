import { STATUSES } from '../../../shared/incident.ts';
import type { IncidentSource, ShownIncident } from '../incidentSource.ts';

/** What a person can do to an incident. */
export type ActionKind = 'acknowledge' | 'resolve' | 'reopen' | 'severity' | 'assignToMe' | 'note';

/** One of {@link ActionKind}, and what it needs to be told. */
export type IncidentAction =
  | { readonly kind: Exclude<ActionKind, 'severity' | 'note'> }
  | { readonly kind: 'severity'; readonly severity: string }
  | { readonly kind: 'note'; readonly text: string };

/** What a server lets be done to its incidents. */
export type IncidentAbilities = Pick<IncidentSource, 'updateFields' | 'canAddNote' | 'canWhoAmI'>;

/** Statuses that each action makes no sense for; one that we do not know may be any, so that everything is offered. */
const NOT_FOR: Readonly<Record<'acknowledge' | 'resolve' | 'reopen', readonly string[]>> = {
  acknowledge: ['investigating', 'resolved'],
  resolve: ['resolved'],
  reopen: ['open', 'investigating'],
};

/** The status that an action gives an incident. */
export const STATUS_AFTER = { acknowledge: STATUSES[1], resolve: STATUSES[2], reopen: STATUSES[0] } as const;

/** What can be done to an incident of a server, the most likely first. */
export function possibleActions(
  { status }: Pick<ShownIncident, 'status'>,
  { updateFields, canAddNote, canWhoAmI }: IncidentAbilities,
): readonly ActionKind[] {
  const statuses = (['acknowledge', 'resolve', 'reopen'] as const).filter((kind) => !NOT_FOR[kind].includes(status));
  return [
    ...(updateFields.includes('status') ? statuses : []),
    ...(updateFields.includes('assignee') && canWhoAmI ? (['assignToMe'] as const) : []),
    ...(updateFields.includes('severity') ? (['severity'] as const) : []),
    ...(canAddNote ? (['note'] as const) : []),
  ];
}
