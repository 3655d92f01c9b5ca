/** The view of incidents. */
export const INCIDENTS_VIEW = 'incidentDesk.incidents';

/** Types of the panels: an incident, and the form for a new one. `onWebviewPanel:` of them activates after a reload. */
export const INCIDENT_PANEL = 'incidentDesk.incident';
export const CREATE_PANEL = 'incidentDesk.createIncident';
