import * as vscode from 'vscode';
import { isAppError } from '../../core/errors.ts';
import type { McpConnection } from '../../core/mcp/connection.ts';
import type { ResourceDescription, ResourceTemplateDescription } from '../../core/mcp/descriptions.ts';
import type { ServerClient } from '../../core/mcp/serverClient.ts';
import { pickFrom } from '../quickInput/pickFrom.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';

const { t } = vscode.l10n;

/** What a person picked: a resource by its address, a family of them, or an address of their own to type. */
export type PickedResource =
  | { readonly kind: 'uri'; readonly uri: string }
  | { readonly kind: 'template'; readonly template: ResourceTemplateDescription }
  | { readonly kind: 'typed' };

interface ResourceItem extends vscode.QuickPickItem {
  readonly choice: PickedResource;
}

/** Lets the person pick among the resources and templates of a server. @throws AppError `cancelled`, and of the server */
export async function pickResource(client: ServerClient): Promise<PickedResource> {
  const { choice } = await pickFrom<ResourceItem>(
    async (signal) => {
      const connection = await client.connection({ signal });
      const [resources, templates] = await Promise.all([
        connection.listResources({ signal }),
        templatesOf(connection, signal),
      ]);
      return [
        ...resources.map(resourceItem),
        ...templates.map(templateItem),
        { label: t('Type an address…'), iconPath: new vscode.ThemeIcon('edit'), alwaysShow: true, choice: TYPED },
      ];
    },
    { title: t('Open Resource'), placeHolder: t('Pick a resource of {0}', plainLabel(client.entry.name)) },
  );
  return choice;
}

const TYPED: PickedResource = { kind: 'typed' };

/** Many a server has resources and refuses to list templates, since it has none. */
async function templatesOf(
  connection: McpConnection,
  signal: AbortSignal,
): Promise<readonly ResourceTemplateDescription[]> {
  try {
    return await connection.listResourceTemplates({ signal });
  } catch (error) {
    if (isAppError(error, 'request_failed')) return [];
    throw error;
  }
}

function resourceItem({ uri, title, description }: ResourceDescription): ResourceItem {
  return {
    label: plainLabel(title),
    description: plainLabel(uri),
    detail: plainLabel(description),
    iconPath: new vscode.ThemeIcon('file'),
    choice: { kind: 'uri', uri },
  };
}

function templateItem(template: ResourceTemplateDescription): ResourceItem {
  return {
    label: plainLabel(template.title),
    description: plainLabel(template.uriTemplate),
    detail: plainLabel(template.description),
    iconPath: new vscode.ThemeIcon('symbol-namespace'),
    choice: { kind: 'template', template },
  };
}
