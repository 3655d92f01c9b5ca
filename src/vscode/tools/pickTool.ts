import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { CallOptions, McpConnection } from '../../core/mcp/connection.ts';
import type { ToolDescription } from '../../core/mcp/descriptions.ts';
import type { ServerClient } from '../../core/mcp/serverClient.ts';
import { nothingToPick, pickFrom } from '../quickInput/pickFrom.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import { withCallProgress } from '../withCallProgress.ts';

const { t } = vscode.l10n;

/** A tool, and the connection that listed it. */
export interface PickedTool {
  readonly client: ServerClient;
  readonly tool: ToolDescription;
  readonly connection: McpConnection;
}

/** Lets the person pick one of a server's tools. @throws AppError `cancelled`, and whatever the listing throws */
export async function pickTool(client: ServerClient): Promise<PickedTool> {
  const server = client.entry.name;
  return pickFrom(
    async (signal) => {
      const listed = await listedTools(client, { signal });
      if (listed.length === 0) throw nothingToPick(t('{0} offers no tools.', server));
      return listed.map((picked) => ({ ...toolItem(picked.tool), ...picked }));
    },
    { title: t('Call Tool'), placeHolder: t('Pick a tool of {0}', plainLabel(server)) },
  );
}

/** The tool of this name, as the server lists it now. @throws AppError `tool_missing`, and whatever the listing throws */
export async function findTool(client: ServerClient, name: string): Promise<PickedTool> {
  const server = client.entry.name;
  const listed = await withCallProgress(t('Asking {0} for its tools…', plainLabel(server)), (options) =>
    listedTools(client, options),
  );
  const found = listed.find(({ tool }) => tool.name === name);
  if (!found) throw new AppError('tool_missing', { tool: name, server });
  return found;
}

async function listedTools(client: ServerClient, options: CallOptions): Promise<readonly PickedTool[]> {
  const connection = await client.connection(options);
  const tools = await connection.listTools(options);
  return tools.map((tool) => ({ client, tool, connection }));
}

function toolItem({ name, title, description, destructive, readOnly }: ToolDescription): vscode.QuickPickItem {
  const icon = readOnly ? 'eye' : destructive ? 'warning' : 'edit';
  const kind = readOnly ? t('only reads') : destructive ? t('may change or delete') : t('writes');
  return {
    label: plainLabel(title),
    description: title === name ? kind : `${plainLabel(name)} · ${kind}`,
    detail: plainLabel(description),
    iconPath: new vscode.ThemeIcon(icon),
  };
}
