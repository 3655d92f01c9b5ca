/** Statuses that send a client to another address (RFC 9110, section 15.4). */
export const REDIRECT_STATUSES: readonly number[] = [301, 302, 303, 307, 308];
