import { validateHostHeader } from '@modelcontextprotocol/server';
import type { RequestHandler } from 'express';
import { noteRefusal } from './noteRefusal.ts';
import { rpcError } from './rpcError.ts';

/** As much of a foreign header as the audit log gets, in characters. */
const KEPT = 100;

/** Refuses requests whose `Host` names another host than these, on whatever port: the name may have been rebound. */
export function allowedHosts(names: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const { host = '' } = request.headers;
    const checked = validateHostHeader(host, [...names]);
    if (checked.ok) {
      next();
      return;
    }
    noteRefusal(response, `foreign host: ${host.slice(0, KEPT)}`);
    response.status(403).json(rpcError(-32000, checked.message));
  };
}
