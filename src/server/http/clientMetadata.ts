import { Router } from 'express';
import { isLoopbackHostname } from '../../shared/loopback.ts';
import { EXTENSION_REDIRECT_URIS } from '../../shared/redirectUris.ts';
import { RELAY_PATH } from '../relay/relayRouter.ts';
import { publicDocument } from './publicDocument.ts';

/** Path of the document that describes the extension as an OAuth client. */
export const CLIENT_METADATA_PATH = '/oauth/client-metadata.json';

/**
 * The extension's client id metadata document (draft-ietf-oauth-client-id-metadata-document): its own address is a
 * client id for any issuer that reads such documents. It is served only where `resource`, as configured, has an address
 * by which clients reach it safely, and speaks of that address whatever name a request came by.
 */
export function clientMetadataRouter(resource: URL): Router {
  const router = Router();
  if (resource.protocol !== 'https:' && !isLoopbackHostname(resource.hostname)) return router;
  const metadata = {
    client_id: new URL(CLIENT_METADATA_PATH, resource.origin).href,
    client_name: 'Incident Desk',
    application_type: 'native',
    redirect_uris: [...EXTENSION_REDIRECT_URIS, new URL(RELAY_PATH, resource.origin).href],
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
    response_types: ['code'],
  };
  router.use(CLIENT_METADATA_PATH, publicDocument);
  router.get(CLIENT_METADATA_PATH, (_request, response) => {
    response.set({ 'Cache-Control': 'public, max-age=300' }).json(metadata);
  });
  return router;
}
