import * as vscode from 'vscode';
import { RESOURCE_SCHEME } from '../documents/schemes.ts';

/** One part of a resource of a server. */
export interface ResourceAddress {
  readonly serverId: string;
  readonly uri: string;
  /** From 0. */
  readonly part: number;
}

/**
 * The document of a part of a resource; `name` is what its tab shows, and its ending what the editor takes it for. All
 * of it is in the path: viewers of pictures put a query of their own in the place of another.
 */
export function documentUri({ serverId, uri, part }: ResourceAddress, name: string): vscode.Uri {
  const segments = [serverId, String(part), encodeURIComponent(uri.toWellFormed()), name];
  return vscode.Uri.from({ scheme: RESOURCE_SCHEME, path: `/${segments.join('/')}` });
}

/** What {@link documentUri} was made from; undefined for any other address. */
export function resourceAddress({ scheme, path }: vscode.Uri): ResourceAddress | undefined {
  const [, serverId, part = '', encoded = '', name] = path.split('/');
  const uri = decoded(encoded);
  const isOurs = scheme === RESOURCE_SCHEME && name !== undefined && /^\d{1,6}$/.test(part);
  return isOurs && serverId !== undefined && uri !== undefined ? { serverId, uri, part: Number(part) } : undefined;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
