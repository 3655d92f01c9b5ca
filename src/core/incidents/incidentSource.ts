import type { IncidentCounts, TimelineEntry } from '../../shared/incident.ts';
import type { CallOptions } from '../mcp/connection.ts';
import type { Sorting } from './list/arrangement.ts';
import type { PlainFilter } from './list/incidentFilter.ts';
import type { FieldRules } from './create/newIncidentRules.ts';

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
  /** The order that the incidents are shown in, which the server is asked for where it knows it. */
  readonly sortBy?: Sorting;
  /** Which incidents to leave: asked of the server as far as its tool takes it, and done here as far as not. */
  readonly filter?: PlainFilter;
  /** What else to count by, where the server can. */
  readonly countBy?: readonly ('service' | 'assignee')[];
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
  /** Of how many incidents that the server sent these are left, where it could not filter itself. */
  readonly leftOf?: number;
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

/** Fields of an incident that can be changed. */
export type ChangeField = keyof IncidentChange;

/** What came of a change: done, or refused since the incident is no longer as it was seen. */
export interface ChangeAnswer {
  readonly kind: 'done' | 'conflict';
  /** The incident as it is now, where the server sent it. */
  readonly incident?: ShownIncident;
}

/** The incidents of one server, from structured content or from the plain texts that simple servers answer with. */
export interface IncidentSource {
  /** Fields that the server takes for a new incident; empty where it cannot create one. */
  readonly createFields: readonly NewIncidentField[];
  /** What the server says of each of those fields. */
  readonly createRules: readonly FieldRules[];
  /** Whether the server knows a call that is repeated with the same key and arguments. */
  readonly takesKey: boolean;
  /** Whether incidents can be changed. */
  readonly canUpdate: boolean;
  /** Fields of an incident that the server lets be changed; empty where it lets none. */
  readonly updateFields: readonly ChangeField[];
  /** Whether the server itself refuses a change of an incident that is no longer as it was seen. */
  readonly checksVersion: boolean;
  /** Whether notes can be added. */
  readonly canAddNote: boolean;
  /** Whether the server can say who the person is. */
  readonly canWhoAmI: boolean;
  list(query: IncidentQuery, options?: CallOptions): Promise<IncidentPage>;
  /** @throws AppError `incident_not_found` */
  get(id: string, options?: CallOptions): Promise<ShownIncident>;
  /**
   * Creates an incident and gives its id, empty where the server did not say. Where the answer is lost it is sent again
   * with its `key`, and never without one; whoever repeats it gives the same `key`.
   */
  create(incident: NewIncident, options?: CallOptions & { readonly key?: string }): Promise<string>;
  /**
   * With `ifUpdatedAt`, only the version of that instant is changed, where the server {@link checksVersion}. Where its
   * connection breaks it is sent again only to a server that takes a key, as a note is.
   * @throws AppError `answer_lost` where it may have been done
   */
  update(
    id: string,
    change: IncidentChange,
    options?: CallOptions & { readonly ifUpdatedAt?: string },
  ): Promise<ChangeAnswer>;
  /**
   * Adds a note and gives the incident, where the server sends it. Where its connection breaks it is sent again only to a
   * server that takes a key, by which it knows the repetition.
   * @throws AppError `answer_lost` where it may have been done
   */
  addNote(id: string, text: string, options?: CallOptions): Promise<ShownIncident | undefined>;
  /**
   * Who the person is to the server, as an assignee is named; undefined where it cannot say. Asked once for each sign-in.
   */
  whoAmI(options?: CallOptions): Promise<string | undefined>;
}
