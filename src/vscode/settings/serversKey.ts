/** The setting that lists the servers. */
export const SERVERS_SETTING = 'incidentDesk.servers';
