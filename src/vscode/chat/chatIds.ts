/** Of the servers that are offered to the editor's chat, as in the manifest. */
export const SERVER_DEFINITIONS = 'incidentDesk.servers';
/** Of `@incidents`, as in the manifest. */
export const PARTICIPANT = 'incidentDesk.incidents';

/** The settings that turn either off. */
export const PROVIDE_SETTING = 'incidentDesk.chat.provideServers';
export const PARTICIPANT_SETTING = 'incidentDesk.chat.participant';
