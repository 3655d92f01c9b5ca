import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import * as z from 'zod';
import { asError } from '../../asError.ts';
import { noteAudited, noteRefusal } from '../../http/noteRefusal.ts';
import { briefAddresses, briefText, type ProxyAudit, type ProxyEvent } from '../proxyAudit.ts';
import { scopeWords } from '../proxyScopes.ts';
import { RecordsUnreachable } from '../temporarilyUnavailable.ts';
import type { UpstreamGrants } from '../upstream/upstreamGrants.ts';

const answerSchema = z.object({ scope: z.string().optional() });

function who({ oidc, ip }: KoaContextWithOIDC): Pick<ProxyEvent, 'client' | 'subject' | 'address'> {
  const { Client: client, Grant: grant } = oidc.entities;
  return { client: client?.clientId, subject: grant?.accountId, address: ip };
}

function registered({ oidc }: KoaContextWithOIDC): Pick<ProxyEvent, 'name' | 'redirects'> {
  const { Client: client } = oidc.entities;
  return { name: briefText(client?.clientName ?? ''), redirects: briefAddresses(client?.redirectUris ?? []) };
}

/** Tells the audit log what oidc-provider does, and the log where it fails. */
export function auditProvider(
  provider: Provider,
  {
    audit,
    report,
    grants,
  }: {
    readonly audit: ProxyAudit;
    readonly report: (error: Error) => void;
    readonly grants: Pick<UpstreamGrants, 'find'>;
  },
): void {
  /** What is no failure to the provider, since clients are told what to do, but is one of this server. */
  const tell = (error: unknown): void => {
    if (error instanceof RecordsUnreachable) report(error.inWords());
  };
  /** Keeps a refusal in one line. */
  const refused = (event: ProxyEvent['event'], context: KoaContextWithOIDC, reason: string): void => {
    audit({ event, ...who(context), path: context.path, status: context.status, reason: briefText(reason) });
    noteAudited(context.res);
  };
  /** Names the person as the tokens do. */
  const issued = async (context: KoaContextWithOIDC): Promise<void> => {
    const upstream = await grants.find(context.oidc.entities.Grant?.jti ?? '');
    const grant = z.string().safeParse(context.oidc.params?.['grant_type']).data;
    const scopes = scopeWords(answerSchema.safeParse(context.body).data?.scope);
    const { subject: uid, ...given } = who(context);
    audit({ event: 'token_issued', ...given, subject: upstream?.login ?? uid, uid, grant, scopes });
  };
  provider.on('registration_create.success', (context) =>
    audit({ event: 'client_registered', ...who(context), ...registered(context) }),
  );
  provider.on('grant.success', (context) => {
    issued(context).catch((error: unknown) => report(asError(error)));
  });
  provider.on('grant.error', (context, error) => {
    refused('token_refused', context, error.error_detail ?? error.error);
    tell(error);
  });
  provider.on('registration_create.error', (context, error) => {
    refused('registration_refused', context, `${error.error}: ${error.error_description ?? ''}`);
    tell(error);
  });
  provider.on('revocation.error', (context, error) => {
    noteRefusal(context.res, error.error);
    tell(error);
  });
  provider.on('authorization.error', (context, error) => {
    tell(error);
    // How a sign-in ended that came as far as the consent page has been told of there.
    if (context.oidc.entities.Interaction?.result?.['error'] !== undefined) return;
    refused('authorization_refused', context, error.error_detail ?? error.error_description ?? error.error);
  });
  provider.on('grant.revoked', (context) => audit({ event: 'grant_ended', ...who(context), reason: 'revoked' }));
  provider.on('server_error', (_context, error) =>
    report(new Error('the proxy failed at a request', { cause: error })),
  );
}
