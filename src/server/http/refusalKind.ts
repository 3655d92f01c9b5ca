/** Reasons of refusals, as they are noted up to what a caller may have made up. */
const KINDS: ReadonlySet<string> = new Set([
  ...['invalid_token', 'invalid_request', 'insufficient_scope', 'invalid_dpop_proof', 'temporarily_unavailable'],
  ...['invalid_client', 'invalid_grant', 'invalid_client_metadata', 'invalid_redirect_uri', 'unsupported_grant_type'],
  ...['rate of address', 'rate of person', 'rate of failed tokens', 'rate of registrations'],
  ...['foreign host', 'foreign origin', 'no host', 'no such address', 'relay'],
  ...[
    'not JSON',
    'batch',
    'nested too deeply',
    'body too large',
    'body not valid',
    'body not readable',
    'body too slow',
  ],
  ...['body cut off by the client', 'headers too slow', 'headers too large', 'not valid HTTP', 'expectation not met'],
  ...['Content-Encoding not supported', 'charset not supported', 'address not valid', 'Session not found'],
]);

/** Kinds whose reasons are texts of this server, with nothing of a caller's in them. */
const OWN_WORDS: ReadonlySet<string> = new Set(['invalid_token', 'insufficient_scope', 'invalid_dpop_proof']);

/** The kind of a noted reason, out of a fixed set: what it is counted as. */
export function kindOfRefusal(reason: string | undefined): string {
  const [kind = ''] = (reason ?? '').split(': ');
  return KINDS.has(kind) ? kind : 'other';
}

/** As much of a noted reason as callers cannot make up: what tells it from others. */
export function fixedReason(reason: string | undefined): string {
  const kind = kindOfRefusal(reason);
  return OWN_WORDS.has(kind) && reason !== undefined ? reason : kind;
}
