import { Router } from 'express';
import { SCOPE } from '../../shared/names.ts';
import { belowIssuer } from '../auth/belowIssuer.ts';
import { PROOF_ALGORITHMS } from '../auth/verifyProof.ts';
import { publicDocument } from './publicDocument.ts';

const PROTECTED_RESOURCE = '/.well-known/oauth-protected-resource';
const AUTHORIZATION_SERVER = '/.well-known/oauth-authorization-server';

/** Address of the metadata that describes `resource` (RFC 9728 section 3.1). */
export function protectedResourceMetadataUrl(resource: URL): string {
  return new URL(`${PROTECTED_RESOURCE}${resource.pathname}`, resource.origin).href;
}

/**
 * Public documents by which clients find the issuer: protected resource metadata (RFC 9728) at the path and the root
 * form, and for older clients the issuer's own metadata (RFC 8414), by redirect.
 */
export function wellKnownRouter(options: {
  resource: URL;
  issuer: string;
  requireDpop: boolean;
  scopes?: readonly string[] | undefined;
}): Router {
  const metadata = {
    resource: options.resource.href,
    authorization_servers: [options.issuer],
    scopes_supported: options.scopes ?? [SCOPE.read, SCOPE.write],
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
    dpop_bound_access_tokens_required: options.requireDpop,
    resource_name: 'Incident Desk',
  };
  const router = Router();
  router.use('/.well-known', publicDocument);
  router.get([PROTECTED_RESOURCE, `${PROTECTED_RESOURCE}${options.resource.pathname}`], (_request, response) => {
    response.json(metadata);
  });
  router.get([AUTHORIZATION_SERVER, `${AUTHORIZATION_SERVER}${options.resource.pathname}`], (_request, response) => {
    response.redirect(307, belowIssuer(options.issuer, AUTHORIZATION_SERVER));
  });
  return router;
}
