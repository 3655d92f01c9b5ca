import * as vscode from 'vscode';
import { isAppError } from '../../core/errors.ts';
import { isMissingIncident } from '../../core/incidents/incidentResources.ts';
import type { Content } from '../../core/mcp/connection.ts';
import { resourceFileName, resourceParts } from '../../core/mcp/resourceFile.ts';
import type { ResourceContent } from '../../core/mcp/resourceFile.ts';
import type { ServerClient } from '../../core/mcp/serverClient.ts';
import type { WithStepUp } from '../../core/mcp/withStepUp.ts';
import { nothingToPick, pickFrom } from '../quickInput/pickFrom.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import type { ItemReference } from '../servers/itemReference.ts';
import { serverOf } from '../servers/serverOf.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import { withCallProgress } from '../withCallProgress.ts';
import { askAddress, askAddressAgain } from './askAddress.ts';
import { documentUri } from './resourceAddress.ts';
import type { ResourceFiles } from './resourceFiles.ts';

const { t } = vscode.l10n;

/** What opening a resource needs. */
export interface OpenResourceOptions {
  readonly registry: ServerRegistry;
  readonly withStepUp: WithStepUp;
  readonly files: Pick<ResourceFiles, 'keep'>;
}

/**
 * Opens a resource in an editor that fits it: the one that `reference` names, one of the template that it names, or
 * one that the person picks or types. Where there is nothing, no editor opens: the person is told, and may try another.
 * @throws AppError `cancelled`, `unknown_server`, `template_invalid`, and whatever the server's calls throw
 */
export async function openResource(
  { registry, withStepUp, files }: OpenResourceOptions,
  reference: ItemReference | undefined,
): Promise<void> {
  const client = await serverOf(registry, reference, t('Open a resource of which server?'));
  let asked = await askAddress(client, withStepUp, reference);
  for (;;) {
    const contents = await readResource(client, withStepUp, asked.uri);
    if (contents) return show(client, asked.uri, contents, files);
    const again = await askAddressAgain(client, withStepUp, asked);
    if (!again) return;
    asked = again;
  }
}

async function show(
  client: ServerClient,
  uri: string,
  contents: readonly Content[],
  files: OpenResourceOptions['files'],
): Promise<void> {
  const parts = resourceParts(contents);
  const part = await partOf(parts, uri);
  const content = parts[part];
  if (!content) return;
  const document = documentUri({ serverId: client.id, uri, part }, resourceFileName(content));
  files.keep(document, contents);
  await vscode.commands.executeCommand('vscode.open', document, { preview: false });
}

/**
 * What the server has at an address; undefined where it has nothing there, be that an error or an answer in words.
 * @throws AppError as the server's calls
 */
async function readResource(
  client: ServerClient,
  withStepUp: WithStepUp,
  uri: string,
): Promise<readonly Content[] | undefined> {
  try {
    const contents = await withStepUp(client, () =>
      withCallProgress(t('Reading {0}…', plainLabel(uri)), async (options) => {
        const connection = await client.connection({ signal: options.signal });
        return connection.readResource(uri, options);
      }),
    );
    return isMissingIncident(uri, contents) ? undefined : contents;
  } catch (error) {
    if (isAppError(error, 'resource_missing')) return undefined;
    throw error;
  }
}

/** Which part of a resource to show, where it has several. */
async function partOf(parts: readonly ResourceContent[], uri: string): Promise<number> {
  if (parts.length === 0) throw nothingToPick(t('{0} is empty.', uri));
  if (parts.length === 1) return 0;
  const items = parts.map((content, part) => ({
    label: plainLabel(resourceFileName(content)),
    description: plainLabel(content.mimeType),
    detail: plainLabel(content.uri),
    part,
  }));
  const { part } = await pickFrom(async () => items, {
    title: t('Open Resource'),
    placeHolder: t('It has {0} parts. Open which one?', items.length),
  });
  return part;
}
