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
  readonly address?: string | undefined;
  readonly reason?: string | undefined;
}

/** Takes each {@link ProxyEvent}. */
export type ProxyAudit = (event: ProxyEvent) => void;
