import { SEVERITIES, type Severity } from '../../../shared/incident.ts';
import type { ShownIncident } from '../incidentSource.ts';

/** An incident that somebody should hear of. */
export interface IncidentNews {
  /** `worsened`: its severity rose, or it was reopened. */
  readonly kind: 'new' | 'worsened';
  readonly incident: ShownIncident;
}

/** An incident as the server has it now, and as it was last seen; without `before` it is seen for the first time. */
export interface SeenIncident {
  readonly incident: ShownIncident;
  readonly before?: ShownIncident;
}

/** What makes an incident news. */
export interface NewsRules {
  /** The mildest severity to hear of. */
  readonly minimum: Severity;
  /** What the person did is no news to them: their name at the server, where it is known. */
  readonly me?: string;
  /** An incident that was not seen before is new if it was created after this; as `SeenChanges` has it. */
  readonly since: number;
}

/** Place of a severity, 0 for the mildest; -1 for a word that is none of {@link SEVERITIES}. */
function rank(severity: string): number {
  return SEVERITIES.findIndex((known) => known === severity);
}

/** Which of the incidents that were seen are news, the most severe first. Resolved ones never are. */
export function newsOf(seen: readonly SeenIncident[], rules: NewsRules): readonly IncidentNews[] {
  const news = seen.flatMap(({ incident, before }): IncidentNews[] => {
    if (incident.status === 'resolved' || rank(incident.severity) < rank(rules.minimum)) return [];
    if (before) return isWorse(incident, before) ? [{ kind: 'worsened', incident }] : [];
    return isNew(incident, rules) ? [{ kind: 'new', incident }] : [];
  });
  return news.toSorted((a, b) => rank(b.incident.severity) - rank(a.incident.severity));
}

function isWorse(incident: ShownIncident, before: ShownIncident): boolean {
  return before.status === 'resolved' || rank(incident.severity) > rank(before.severity);
}

/** A server that sends no instants sends all of its incidents: what was not among them before is new. */
function isNew({ createdAt, createdBy }: ShownIncident, { me, since }: NewsRules): boolean {
  if (me !== undefined && createdBy === me) return false;
  const at = Date.parse(createdAt);
  return Number.isNaN(at) || at > since;
}
