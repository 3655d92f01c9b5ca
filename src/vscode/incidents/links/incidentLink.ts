import { EXTENSION_ID } from '../../../shared/names.ts';

/** Path of a link to an incident, below the extension's id. */
export const INCIDENT_PATH = '/incident';
/** What would tear the query apart once VS Code has decoded it. */
const DIVIDERS = /[%&=#+]/g;

/** The link that opens an incident of the server at `server` in an editor with the scheme `uriScheme`. */
export function incidentLink(uriScheme: string, { server, id }: { server: string; id: string }): string {
  const encoded = (value: string): string => encodeURIComponent(value.replace(DIVIDERS, encodeURIComponent));
  return `${uriScheme}://${EXTENSION_ID}${INCIDENT_PATH}?server=${encoded(server)}&id=${encoded(id)}`;
}
