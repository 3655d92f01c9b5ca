/** The view of servers. */
export const SERVERS_VIEW = 'incidentDesk.servers';
