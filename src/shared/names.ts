/** Names of the incident server's tools. */
export const TOOL = {
  createIncident: 'create_incident',
  listIncidents: 'list_incidents',
  updateIncident: 'update_incident',
  addIncidentNote: 'add_incident_note',
  getMe: 'get_me',
} as const;

/** Argument of a tool by which the server knows a call that is made again, and does not carry it out twice. */
export const KEY_ARGUMENT = 'idempotencyKey';

/** Names of the incident server's prompts. */
export const PROMPT = { triageIncidents: 'triage_incidents', writePostmortem: 'write_postmortem' } as const;

/** Arguments of `triage_incidents` by which incidents are left out: words, several of them separated by commas. */
export const TRIAGE_FILTERS = ['severity', 'status', 'service', 'assignee', 'text'] as const;
/** One of {@link TRIAGE_FILTERS}. */
export type TriageFilter = (typeof TRIAGE_FILTERS)[number];
/** In a filter by service or assignee: incidents that have none. */
export const NONE = 'none';

/** URIs of the incident server's resources; one incident is `incidents://{incident_id}`. */
export const RESOURCE = {
  all: 'incidents://all',
  one: 'incidents://{incident_id}',
} as const;

/** OAuth scopes of the incident server. */
export const SCOPE = { read: 'incidents:read', write: 'incidents:write' } as const;

/** Publisher and name of the extension: the authority of its callback URI. */
export const EXTENSION_ID = 'incident-desk.incident-desk';

/** URL schemes of editors that run the extension; the relay forwards to no other custom scheme. */
export const EDITOR_SCHEMES = ['vscode', 'vscode-insiders', 'code-oss', 'vscodium', 'cursor', 'windsurf'] as const;

/** Path of the callback below {@link EXTENSION_ID}. */
export const CALLBACK_PATH = '/callback';

/** Every path on which a callback can come: {@link CALLBACK_PATH}, and below it one for each further issuer. */
export const CALLBACK_PATHS = /^\/callback(?:\/[0-9a-f]{8})?$/;

/** Ports of the loopback callback, the first free one of which is taken: fixed, since Okta compares them by the letter. */
export const LOOPBACK_PORTS = [33419, 33420, 33421] as const;
