import type { errors, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { noteRefusal } from '../../http/noteRefusal.ts';
import type { ProxyAudit, ProxyEvent } from '../proxyAudit.ts';
import { RecordsUnreachable } from '../temporarilyUnavailable.ts';

function who({ oidc, ip }: KoaContextWithOIDC): Pick<ProxyEvent, 'client' | 'subject' | 'address'> {
  const { Client: client, Grant: grant } = oidc.entities;
  return { client: client?.clientId, subject: grant?.accountId, address: ip };
}

/** Tells the audit log what oidc-provider does, and the log where it fails. */
export function auditProvider(
  provider: Provider,
  { audit, report }: { readonly audit: ProxyAudit; readonly report: (error: Error) => void },
): void {
  /** What is no failure to the provider, since clients are told what to do, but is one of this server. */
  const tell = (error: unknown): void => {
    if (error instanceof RecordsUnreachable) report(error.inWords());
  };
  const refused = ({ res }: KoaContextWithOIDC, error: errors.OIDCProviderError): void => {
    noteRefusal(res, error.error);
    tell(error);
  };
  provider.on('registration_create.success', (context) => audit({ event: 'client_registered', ...who(context) }));
  provider.on('grant.success', (context) => audit({ event: 'token_issued', ...who(context) }));
  provider.on('grant.error', (context, error) => {
    const reason = error.error_detail ?? error.error;
    audit({ event: 'token_refused', ...who(context), reason });
    noteRefusal(context.res, reason);
    tell(error);
  });
  provider.on('registration_create.error', refused);
  provider.on('revocation.error', refused);
  provider.on('authorization.error', (_context, error) => tell(error));
  provider.on('grant.revoked', (context) => audit({ event: 'grant_ended', ...who(context), reason: 'revoked' }));
  provider.on('server_error', (_context, error) =>
    report(new Error('the proxy failed at a request', { cause: error })),
  );
}
