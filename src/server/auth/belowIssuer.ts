/** An address below that of an issuer, whose name may end in a slash; `path` begins with one (RFC 8414 section 3.1). */
export function belowIssuer(issuer: string, path: string): string {
  return `${issuer.replace(/\/+$/, '')}${path}`;
}
