import type { ShownIncident } from '../incidentSource.ts';
import type { IncidentIndex } from './incidentIndex.ts';
import { type ChangingNode, incidentNode, isSameIncident, keptIncident } from './listNodes.ts';
import { NONE_PRESSING, type Pressing, pressingAfter } from './pressing.ts';

/** The incidents of one server that are loaded, each once. */
export class ServerRows {
  readonly #index: IncidentIndex;
  readonly #serverId: string;
  #nodes = new Map<string, ChangingNode>();
  /** Loaded, and filtered out since. */
  readonly #aside = new Map<string, ChangingNode>();
  #unnamed = 0;
  #pressing = NONE_PRESSING;
  #list: readonly ShownIncident[] | undefined;

  constructor(index: IncidentIndex, serverId: string) {
    this.#index = index;
    this.#serverId = serverId;
  }

  get size(): number {
    return this.#nodes.size;
  }

  /** How many of them need somebody. */
  get pressing(): Pressing {
    return this.#pressing;
  }

  /** In the order in which they were loaded. */
  all(): readonly ShownIncident[] {
    this.#list ??= [...this.#nodes.values()].map(({ incident }) => incident);
    return this.#list;
  }

  node(id: string): ChangingNode | undefined {
    return this.#nodes.get(this.#nodeId(id));
  }

  /** Takes one incident as it is now. */
  put(incident: ShownIncident): void {
    this.#take([incident]);
  }

  /** Adds a page to those that are there; one that is there already is taken as the page has it. */
  add(incidents: readonly ShownIncident[]): void {
    this.#take(incidents);
  }

  /** Takes these for all that there are. */
  replace(incidents: readonly ShownIncident[]): void {
    this.#unnamed = 0;
    const gone = new Map(this.#nodes);
    for (const id of this.#take(incidents)) gone.delete(id);
    for (const node of gone.values()) this.#drop(node);
    this.#aside.clear();
  }

  /** Shows those that `isLeft` holds for; the others are put aside until all are replaced, and may come back before. */
  show(isLeft: (incident: ShownIncident) => boolean): void {
    const back = [...this.#aside.values()].filter(({ incident }) => isLeft(incident));
    for (const node of [...this.#nodes.values()]) {
      if (isLeft(node.incident)) continue;
      this.#drop(node);
      this.#aside.set(node.id, node);
    }
    for (const node of back) {
      this.#aside.delete(node.id);
      this.#keep(node);
    }
    this.#index.insertAll(back);
  }

  delete(id: string): void {
    const node = this.node(id);
    if (node) this.#drop(node);
  }

  clear(): void {
    this.replace([]);
  }

  /** Ids of the nodes that hold these incidents now. */
  #take(incidents: readonly ShownIncident[]): readonly string[] {
    const added: ChangingNode[] = [];
    const ids = incidents.map((incident) => {
      const id = this.#nodeId(incident.id);
      const node = this.#nodes.get(id);
      if (node) this.#change(node, incident);
      else added.push(this.#add(id, incident));
      return id;
    });
    this.#index.insertAll(added);
    return ids;
  }

  #add(id: string, incident: ShownIncident): ChangingNode {
    const node = incidentNode(id, this.#serverId, incident);
    this.#aside.delete(id);
    this.#keep(node);
    return node;
  }

  #keep(node: ChangingNode): void {
    this.#nodes.set(node.id, node);
    this.#pressing = pressingAfter(this.#pressing, undefined, node.incident);
    this.#list = undefined;
  }

  #change(node: ChangingNode, incident: ShownIncident): void {
    if (isSameIncident(node.incident, keptIncident(incident))) return;
    this.#pressing = pressingAfter(this.#pressing, node.incident, incident);
    this.#index.change(node, incident);
    this.#list = undefined;
  }

  #drop(node: ChangingNode): void {
    this.#nodes.delete(node.id);
    this.#pressing = pressingAfter(this.#pressing, node.incident, undefined);
    this.#index.delete(node);
    this.#list = undefined;
  }

  /** Incidents without an id are told apart by their place among those of one load. */
  #nodeId(id: string): string {
    return id === '' ? `${this.#serverId}/unnamed/${this.#unnamed++}` : `${this.#serverId}/incident/${id}`;
  }
}
