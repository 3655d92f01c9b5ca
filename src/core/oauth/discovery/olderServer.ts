import { isAppError } from '../../errors.ts';
import { guardedRequest } from './guardedFetch.ts';
import type { Guard } from './guardedFetch.ts';
import type { IssuerMetadata } from './issuerMetadata.ts';

/**
 * What a protected server without any metadata leaves to assume (MCP 2025-03-26, "Fallbacks for Servers without
 * Metadata Discovery"): it is its own issuer, with endpoints at fixed paths of its origin. Absent where nothing is at
 * the first of them. That revision demands PKCE of every server, so S256 is used though nothing could list it; where
 * there is metadata, later revisions let only what it lists count.
 */
export async function assumedMetadata(guard: Guard, serverUrl: string): Promise<IssuerMetadata | undefined> {
  const { origin } = new URL(serverUrl);
  const metadata = {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    registration_endpoint: `${origin}/register`,
    code_challenge_methods_supported: ['S256'],
  };
  try {
    const { status } = await guardedRequest(guard, metadata.authorization_endpoint, {}, 'head');
    return status === 404 || status === 410 ? undefined : metadata;
  } catch (error) {
    if (!isAppError(error, 'server_unreachable')) throw error;
    return undefined;
  }
}
