import { AppError } from '../../../core/errors.ts';
import { labelText } from '../../../core/shownText.ts';
import { decodedValue, linkPairs } from '../../links/linkQuery.ts';
import { addressProblem, canonicalAddress } from '../../settings/safeAddress.ts';

const LINK_LENGTH = 2000;
const ID_LENGTH = 200;
/** What could be shown as another address than is used. */
const PLAIN = /^[\x21-\x7e]+$/;

/** What a link to an incident names. */
export interface LinkedIncident {
  /** Canonical address of the server. */
  readonly server: string;
  readonly id: string;
}

/**
 * Reads the query of a link to an incident, which VS Code has decoded once. It may hold a server and an id, and nothing
 * else: there is nothing that a link may do beside opening a page.
 * @throws AppError `incident_link_invalid`
 */
export function readIncidentLink(query: string): LinkedIncident {
  if (query.length > LINK_LENGTH) throw new AppError('incident_link_invalid');
  const values = new Map<string, string>();
  for (const [name, encoded] of linkPairs(query)) {
    if (!['server', 'id'].includes(name) || values.has(name)) throw new AppError('incident_link_invalid');
    values.set(name, decodedValue(encoded));
  }
  const { server = '', id = '' } = Object.fromEntries(values);
  const isShownAsItIs = id !== '' && id.length <= ID_LENGTH && labelText(id) === id;
  if (!PLAIN.test(server) || addressProblem(server) !== undefined || !isShownAsItIs) {
    throw new AppError('incident_link_invalid');
  }
  return { server: canonicalAddress(server), id };
}
