import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { noteRefusal } from '../../http/noteRefusal.ts';
import type { ProxyAudit, ProxyEvent } from '../proxyAudit.ts';

function who({ oidc, ip }: KoaContextWithOIDC): Pick<ProxyEvent, 'client' | 'subject' | 'address'> {
  const { Client: client, Grant: grant } = oidc.entities;
  return { client: client?.clientId, subject: grant?.accountId, address: ip };
}

/** Tells the audit log what oidc-provider does, and the log where it fails. */
export function auditProvider(
  provider: Provider,
  { audit, report }: { readonly audit: ProxyAudit; readonly report: (error: Error) => void },
): void {
  provider.on('registration_create.success', (context) => audit({ event: 'client_registered', ...who(context) }));
  provider.on('grant.success', (context) => audit({ event: 'token_issued', ...who(context) }));
  provider.on('authorization.error', (context, { error, error_description, error_detail }) => {
    // How a sign-in ended that came as far as the consent page has been told of there.
    if (context.oidc.entities.Interaction?.result?.['error'] !== undefined) return;
    audit({ event: 'authorization_refused', ...who(context), reason: error_detail ?? error_description ?? error });
  });
  provider.on('grant.error', (context, { error, error_detail }) => {
    audit({ event: 'token_refused', ...who(context), reason: error_detail ?? error });
    noteRefusal(context.res, error_detail ?? error);
  });
  provider.on('registration_create.error', (context, { error }) => noteRefusal(context.res, error));
  provider.on('revocation.error', (context, { error }) => noteRefusal(context.res, error));
  provider.on('grant.revoked', (context) => audit({ event: 'grant_ended', ...who(context), reason: 'revoked' }));
  provider.on('server_error', (_context, error) => report(error));
}
