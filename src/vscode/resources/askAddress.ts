import * as vscode from 'vscode';
import type { ResourceTemplateDescription } from '../../core/mcp/descriptions.ts';
import type { ServerClient } from '../../core/mcp/serverClient.ts';
import type { WithStepUp } from '../../core/mcp/withStepUp.ts';
import { plainText } from '../words/plainText.ts';
import type { ItemReference } from '../servers/itemReference.ts';
import { askResourceUri } from './askResourceUri.ts';
import { askTemplate } from './askTemplate.ts';
import { pickResource } from './pickResource.ts';

const { t } = vscode.l10n;

/** The address of a resource, and how to come by it anew: what was typed is there to be corrected. */
export interface AskedAddress {
  readonly uri: string;
  /** @throws AppError `cancelled`, `template_invalid` */
  readonly again: () => Promise<AskedAddress>;
}

type Template = Pick<ResourceTemplateDescription, 'title' | 'uriTemplate' | 'description'>;

/**
 * The address that `reference` names, one of the template that it names, or one that the person picks or types.
 * @throws AppError `cancelled`, `template_invalid`, and whatever the server's lists throw
 */
export async function askAddress(
  client: ServerClient,
  withStepUp: WithStepUp,
  reference: ItemReference | undefined,
): Promise<AskedAddress> {
  if (reference && 'uri' in reference) return named(reference.uri);
  if (reference && 'uriTemplate' in reference) {
    const { uriTemplate } = reference;
    return filledIn(client, { title: uriTemplate, uriTemplate, description: '' });
  }
  const picked = await withStepUp(client, () => pickResource(client));
  if (picked.kind === 'uri') return named(picked.uri);
  return picked.kind === 'typed' ? typed(client) : filledIn(client, picked.template);
}

/**
 * Says that the server has nothing at an address, and gives the one to try in its place. Undefined where the person leaves it at that.
 * @throws AppError as {@link askAddress}
 */
export async function askAddressAgain(
  client: ServerClient,
  withStepUp: WithStepUp,
  asked: AskedAddress,
): Promise<AskedAddress | undefined> {
  const again = t('Try Again');
  const another = t('Choose Another…');
  const words = t('{0} has no resource {1}.', plainText(client.entry.name), plainText(asked.uri));
  const chosen = await vscode.window.showErrorMessage(words, again, another);
  if (chosen === again) return asked.again();
  return chosen === another ? askAddress(client, withStepUp, undefined) : undefined;
}

function named(uri: string): AskedAddress {
  return { uri, again: () => Promise.resolve(named(uri)) };
}

async function typed(client: ServerClient, before = ''): Promise<AskedAddress> {
  const uri = await askResourceUri(client.entry.name, before);
  return { uri, again: () => typed(client, uri) };
}

async function filledIn(
  client: ServerClient,
  template: Template,
  before: readonly string[] = [],
): Promise<AskedAddress> {
  const { uri, values } = await askTemplate(client, template, before);
  return { uri, again: () => filledIn(client, template, values) };
}
