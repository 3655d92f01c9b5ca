import { validateHostHeader } from '@modelcontextprotocol/server';
import type { RequestHandler } from 'express';
import { noteRefusal } from './noteRefusal.ts';
import { rpcError } from './rpcError.ts';

/** As much of a foreign header as the audit log gets, in characters. */
const KEPT = 100;

/** The names by which a server is configured to be reached: that of its public address, and what `limits` allow beside. */
export function configuredHosts({
  resource,
  limits,
}: {
  readonly resource?: string;
  readonly limits?: { readonly allowedHosts?: readonly string[] | undefined };
}): readonly string[] {
  const own = resource === undefined ? [] : [new URL(resource).hostname];
  return [...own, ...(limits?.allowedHosts ?? [])];
}

/** Refuses requests whose `Host` names another host than these, on whatever port: the name may have been rebound. */
export function allowedHosts(names: readonly string[]): RequestHandler {
  const known = names.map((name) => name.toLowerCase());
  return (request, response, next) => {
    const { host = '' } = request.headers;
    const checked = validateHostHeader(host, known);
    if (checked.ok) {
      next();
      return;
    }
    noteRefusal(response, `foreign host: ${host.slice(0, KEPT)}`);
    response.status(403).json(rpcError(-32000, checked.message));
  };
}
