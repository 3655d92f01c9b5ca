import type { Incident, IncidentCounts, Severity, Status } from '../../shared/incident.ts';

/** Orders in which incidents can be listed. */
export const SORTS = ['newest', 'oldest', 'updated', 'severity', 'title', 'urgency'] as const;
/** One of {@link SORTS}; `urgency` is by severity, with what is resolved at the end. */
export type Sort = (typeof SORTS)[number];

/** Who asks for a change. */
export interface Actor {
  readonly subject: string;
  /** Okta's own id of the person, where the token has it. */
  readonly uid?: string | undefined;
  readonly clientId: string;
}

/** A new incident. */
export interface NewIncident {
  readonly title: string;
  readonly severity: Severity;
  readonly status: Status;
  readonly description: string;
  readonly service: string;
  readonly assignee: string;
  readonly tags: readonly string[];
}

/** A change of an incident; absent fields stay. */
export type IncidentChange = { readonly [Field in keyof NewIncident]?: NewIncident[Field] | undefined };

/** How a change is to be made. */
export interface ChangeTerms {
  /** The instant of the version that was seen: only that version is changed. */
  readonly ifUpdatedAt?: string | undefined;
  /** The same key of the same actor makes the change once, whatever the version is by then. */
  readonly idempotencyKey?: string | undefined;
}

/** Which incidents are asked for; absent and empty fields match all. */
export interface IncidentFilter {
  readonly severity?: Severity | '' | undefined;
  readonly status?: Status | '' | undefined;
  /** Beginnings of words that all must occur in id, title, description, service, assignee or tags. */
  readonly text?: string | undefined;
  readonly service?: string | undefined;
  readonly assignee?: string | undefined;
  readonly unresolved?: boolean | undefined;
  /** Any of these; an empty text stands for incidents without a service or assignee. */
  readonly severities?: readonly Severity[] | undefined;
  readonly statuses?: readonly Status[] | undefined;
  readonly services?: readonly string[] | undefined;
  readonly assignees?: readonly string[] | undefined;
}

/** Fields by whose values incidents can be counted on demand. */
export const COUNTED = ['service', 'assignee'] as const;
/** One of {@link COUNTED}. */
export type Counted = (typeof COUNTED)[number];

/** A filter, an order and a page. */
export interface ListQuery extends IncidentFilter {
  readonly sort: Sort;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** What else to count by. */
  readonly countBy?: readonly Counted[] | undefined;
}

/** A page of incidents, whose timelines are left empty. `counts` cover all that match the filter. */
export interface ListedIncidents {
  readonly incidents: readonly Incident[];
  readonly nextCursor?: string;
  readonly counts: IncidentCounts;
}

/** What happened to the stored incidents; `imported` stands for any change of any of them. */
export type StoreChange = { readonly kind: 'created' | 'changed'; readonly id: string } | { readonly kind: 'imported' };

/** A request that the store refuses; the message says why and is fit for the caller. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
}

/** A change that was refused since the incident is no longer the one that its author saw. */
export class ChangedMeanwhile extends RefusedRequest {
  /** As it is now. */
  readonly incident: Incident;

  constructor(incident: Incident) {
    super(
      `Incident ${incident.id} was changed meanwhile, at ${incident.updatedAt}: nothing was written. ` +
        `It is now severity=${incident.severity}, status=${incident.status}, assignee=${incident.assignee || 'none'}.`,
    );
    this.incident = incident;
  }
}

/** What became of incidents that were imported. */
export interface Imported {
  readonly stored: number;
  /** Ids that were there already, or came twice. */
  readonly leftOut: readonly string[];
}

/** The stored incidents. Ids are matched regardless of case. */
export interface IncidentStore {
  /**
   * Stores a new incident; the same `idempotencyKey` of the same actor gives the incident of the first call, and
   * `onUnchanged` is called, since nothing was written.
   * @throws RefusedRequest where the key was used with other arguments
   */
  create(incident: NewIncident, actor: Actor, idempotencyKey?: string, onUnchanged?: () => void): Promise<Incident>;
  get(id: string): Promise<Incident | undefined>;
  /** @throws RefusedRequest for a cursor that is not of this query */
  list(query: ListQuery): Promise<ListedIncidents>;
  /**
   * Undefined where there is no such incident. `onUnchanged` is called where all was so already, or an earlier call with
   * the same key made the change, and nothing was written.
   * @throws ChangedMeanwhile
   * @throws RefusedRequest where the key was used with another change, version or incident
   */
  update(
    id: string,
    change: IncidentChange,
    actor: Actor,
    terms?: ChangeTerms,
    onUnchanged?: () => void,
  ): Promise<Incident | undefined>;
  /**
   * Undefined where there is no such incident; the same `idempotencyKey` of the same actor adds the note once, and has
   * `onUnchanged` called from then on.
   * @throws RefusedRequest where the key was used with another note or incident
   */
  addNote(
    id: string,
    text: string,
    actor: Actor,
    idempotencyKey?: string,
    onUnchanged?: () => void,
  ): Promise<Incident | undefined>;
  /** At most 100 ids that begin with `prefix`. */
  completeId(prefix: string): Promise<string[]>;
  /** Stores incidents as they are, leaving out those whose id is there already. */
  import(incidents: readonly Incident[]): Promise<Imported>;
  /** Hears of every change, by other processes on the same database too; call what it returns to stop. */
  onDidChange(listener: (change: StoreChange) => void): () => void;
  /** The same, but in the order in which changes were committed, also as to what the session store tells; a little later. */
  onDidCommit(listener: (change: StoreChange) => void): void;
  /** Whether the incidents can be read. */
  isOpen(): Promise<boolean>;
  close(): Promise<void>;
}
