import type { IncidentCounts, TimelineEntry } from '../../shared/incident.ts';
import type { CallOptions } from '../mcp/connection.ts';

/**
 * An incident as any server may send it, made safe to show: texts are free of control and bidirectional characters
 * and cut to a bearable length, what was not sent is an empty string or list, and severity and status are whatever
 * word the server used (`SEVERITIES` and `STATUSES` are the ones it should use).
 */
export interface ShownIncident {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly severity: string;
  readonly status: string;
  readonly service: string;
  readonly assignee: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly tags: readonly string[];
  readonly timeline: readonly TimelineEntry[];
}

/** Which incidents to list. Empty or absent fields match all. */
export interface IncidentQuery {
  readonly severity?: string;
  readonly status?: string;
  readonly text?: string;
  /** In which order, by the server's own word for it; servers that know none send them in theirs. */
  readonly sort?: string;
  /** Where to go on, from {@link IncidentPage.nextCursor}. */
  readonly cursor?: string;
  /** How many to send at most. */
  readonly limit?: number;
}

/** A page of incidents. `counts` cover all that match, where the server sends them. */
export interface IncidentPage {
  readonly incidents: readonly ShownIncident[];
  readonly nextCursor?: string;
  readonly counts?: IncidentCounts;
}

/** A new incident; empty texts are not sent. */
export interface NewIncident {
  readonly title: string;
  readonly severity: string;
  readonly description: string;
  readonly service: string;
  readonly tags: readonly string[];
}

/** Fields of a new incident. */
export type NewIncidentField = keyof NewIncident;

/** A change of an incident; absent fields stay. */
export interface IncidentChange {
  readonly status?: string;
  readonly severity?: string;
  readonly assignee?: string;
}

/** The incidents of one server, from structured content or from the plain texts that simple servers answer with. */
export interface IncidentSource {
  /** Fields that the server takes for a new incident; empty where it cannot create one. */
  readonly createFields: readonly NewIncidentField[];
  /** Whether incidents can be changed. */
  readonly canUpdate: boolean;
  /** Whether the server can say who the person is. */
  readonly canWhoAmI: boolean;
  list(query: IncidentQuery, options?: CallOptions): Promise<IncidentPage>;
  /** @throws AppError `incident_not_found` */
  get(id: string, options?: CallOptions): Promise<ShownIncident>;
  /** Creates an incident and gives its id, empty where the server did not say. Sent once, never repeated by us. */
  create(incident: NewIncident, options?: CallOptions): Promise<string>;
  update(id: string, change: IncidentChange, options?: CallOptions): Promise<void>;
  /**
   * Who the person is to the server, as an assignee is named; undefined where it cannot say. Asked once for each sign-in.
   */
  whoAmI(options?: CallOptions): Promise<string | undefined>;
}
