import { withoutHidden } from '../../shared/hiddenCharacters.ts';

/** What happens at the proxy and is to be remembered: who, what and from where, and never a token or a state. */
export interface ProxyEvent {
  readonly event:
    | 'client_registered'
    | 'registration_refused'
    | 'authorization_refused'
    | 'consent_given'
    | 'consent_denied'
    | 'consent_refused'
    | 'signed_in'
    | 'sign_in_failed'
    | 'token_issued'
    | 'token_refused'
    | 'grant_ended'
    | 'upstream_revoked'
    | 'upstream_revocation_failed';
  readonly client?: string | undefined;
  readonly subject?: string | undefined;
  /** Okta's id of the person, as it is in the lines of calls too. */
  readonly uid?: string | undefined;
  readonly address?: string | undefined;
  readonly reason?: string | undefined;
  /** Of a request that was refused. */
  readonly path?: string | undefined;
  readonly status?: number | undefined;
  /** What a client calls itself. */
  readonly name?: string | undefined;
  /** Where a client may be answered, without queries. */
  readonly redirects?: readonly string[] | undefined;
  /** Where this answer goes, without its query. */
  readonly target?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  /** What a token was given for: a code or a refresh token. */
  readonly grant?: string | undefined;
}

/** Takes each {@link ProxyEvent}. */
export type ProxyAudit = (event: ProxyEvent) => void;

/** As much of a text as is kept, in characters. */
const LONGEST = 100;
/** As many of a list. */
const MOST = 5;

/** A text of somebody else, short and on one line. */
export function briefText(text: string): string {
  const plain = withoutHidden(text, ' ').replace(/\s+/g, ' ').trim();
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…`.toWellFormed() : plain;
}

/** An address of somebody else, without what may be secret: user, query and fragment. */
export function briefAddress(text: string): string {
  const [place = ''] = text.split(/[?#]/);
  const shown = briefText(place.replace(/\/\/[^/]*@/, '//…@'));
  return place.length < text.length ? `${shown}${text[place.length] ?? ''}…` : shown;
}

/** The first of many addresses, and how many more there are. */
export function briefAddresses(all: readonly string[]): readonly string[] {
  const more = all.length - MOST;
  return [...all.slice(0, MOST).map(briefAddress), ...(more > 0 ? [`${more} more`] : [])];
}
