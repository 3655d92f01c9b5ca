import type { Request, Response } from 'express';
import { noteAudited } from '../../http/noteRefusal.ts';
import type { ProxyAudit, ProxyEvent } from '../proxyAudit.ts';

/** Keeps a refused request in one line of the audit log, with all that is known of it. */
export function auditRefused(
  audit: ProxyAudit,
  { ip: address, path }: Request,
  response: Response,
  event: Pick<ProxyEvent, 'event' | 'client' | 'reason'> & { readonly status: number },
): void {
  audit({ address, path, ...event });
  noteAudited(response);
}
