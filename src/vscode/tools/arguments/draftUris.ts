import * as vscode from 'vscode';
import { fileNameFor } from '../../documents/fileNameFor.ts';
import type { Draft } from './draft.ts';

/** The folders that the manifest names. */
const DOCUMENTS = 'incident-desk-arguments';
const SCHEMAS = 'incident-desk-schemas';

/** Addresses of drafts: their documents, and the schemas that the manifest ties to those. */
export function draftUris(scheme: string) {
  const uriOf = (path: string): vscode.Uri => vscode.Uri.from({ scheme, path });
  return {
    document: ({ slot, title }: Pick<Draft, 'slot' | 'title'>) =>
      uriOf(`/${DOCUMENTS}/${String(slot)}/${fileNameFor(title, 'json')}`),
    schema: ({ slot }: Pick<Draft, 'slot'>) => uriOf(`/${SCHEMAS}/${String(slot)}`),
    /** Which draft an address belongs to; undefined where it is none. */
    parse: (uri: vscode.Uri): { slot: number; isSchema: boolean } | undefined => {
      const [, folder, slot] = uri.path.split('/');
      if (uri.scheme !== scheme || (folder !== DOCUMENTS && folder !== SCHEMAS)) return undefined;
      return { slot: Number(slot), isSchema: folder === SCHEMAS };
    },
  };
}
