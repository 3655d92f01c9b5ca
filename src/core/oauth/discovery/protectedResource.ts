import * as z from 'zod/mini';
import { AppError } from '../../errors.ts';
import { getDocument } from './guardedFetch.ts';
import type { Guard } from './guardedFetch.ts';
import { labelText } from '../../shownText.ts';
import { resourceCovers } from './resourceCovers.ts';
import { withoutNulls } from './withoutNulls.ts';

const schema = z.object({
  resource: z.string(),
  authorization_servers: z._default(z.array(z.string()), []),
  scopes_supported: z.exactOptional(z.array(z.string())),
  dpop_bound_access_tokens_required: z.exactOptional(z.boolean()),
});

/** Protected resource metadata (RFC 9728 section 2), the members that a client needs. */
export type ProtectedResource = z.infer<typeof schema>;

/** The well-known addresses of a server's metadata: with its path, then at the root (RFC 9728 section 3.1). */
export function wellKnownResourceUrls(serverUrl: string): readonly string[] {
  const { origin, pathname } = new URL(serverUrl);
  const root = `${origin}/.well-known/oauth-protected-resource`;
  const path = pathname.replace(/\/$/, '');
  return path === '' ? [root] : [`${root}${path}`, root];
}

async function read(
  guard: Guard,
  address: string,
  { serverUrl, named }: { serverUrl: string; named: string | undefined },
): Promise<ProtectedResource | undefined> {
  const { status, json } = await getDocument(guard, address);
  if (status !== 200) return undefined;
  // At an address that we made up, a web page may answer whatever is asked.
  if (json === undefined && address !== named) return undefined;
  const parsed = schema.safeParse(withoutNulls(json));
  if (!parsed.success) throw new AppError('metadata_invalid', { url: address });
  if (!resourceCovers(parsed.data.resource, serverUrl)) {
    throw new AppError('resource_mismatch', { resource: labelText(parsed.data.resource, 200), url: serverUrl });
  }
  return parsed.data;
}

/**
 * Finds a server's protected resource metadata: where its challenge says, else at the well-known addresses.
 * Absent for servers older than RFC 9728.
 * @throws AppError `metadata_invalid`, `metadata_too_large`, `resource_mismatch`, `address_refused`, …
 */
export async function protectedResource(
  guard: Guard,
  serverUrl: string,
  named: string | undefined,
): Promise<ProtectedResource | undefined> {
  const addresses = new Set([...(named === undefined ? [] : [named]), ...wellKnownResourceUrls(serverUrl)]);
  for (const address of addresses) {
    const found = await read(guard, address, { serverUrl, named });
    if (found) return found;
  }
  return undefined;
}
