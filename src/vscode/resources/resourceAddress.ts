import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { parsedJson } from '../../core/json.ts';
import { RESOURCE_SCHEME } from '../documents/schemes.ts';

const addressSchema = z.object({ serverId: z.string(), uri: z.string(), part: z.number() });

/** One part of a resource of a server. */
export type ResourceAddress = z.infer<typeof addressSchema>;

/** The document of a part of a resource; `name` is what its tab shows, and its ending what the editor takes it for. */
export function documentUri(address: ResourceAddress, name: string): vscode.Uri {
  // Encoded, since an address in the query of another is encoded and decoded once too often along the way.
  const query = Buffer.from(JSON.stringify(address)).toString('base64url');
  return vscode.Uri.from({ scheme: RESOURCE_SCHEME, path: `/${name}`, query });
}

/** What {@link documentUri} was made from; undefined for any other address. */
export function resourceAddress({ scheme, query }: vscode.Uri): ResourceAddress | undefined {
  if (scheme !== RESOURCE_SCHEME) return undefined;
  return addressSchema.safeParse(parsedJson(Buffer.from(query, 'base64url').toString())).data;
}
