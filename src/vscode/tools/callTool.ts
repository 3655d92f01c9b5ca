import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { JsonObject, McpConnection, ToolResult } from '../../core/mcp/connection.ts';
import type { ToolDescription } from '../../core/mcp/descriptions.ts';
import type { ServerClient } from '../../core/mcp/serverClient.ts';
import { toolForm } from '../../core/mcp/toolForm.ts';
import type { WithStepUp } from '../../core/mcp/withStepUp.ts';
import { chooseServer } from '../quickInput/chooseServer.ts';
import { nothingToPick, pickFrom } from '../quickInput/pickFrom.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import { withCallProgress } from '../withCallProgress.ts';
import { askArguments } from './askArguments.ts';
import { failureOfCall } from './failureOfCall.ts';

const { t } = vscode.l10n;

/** A tool and what it answered. */
export interface ToolCall {
  readonly tool: ToolDescription;
  readonly result: ToolResult;
}

/**
 * Lets the person pick a tool, asks for its arguments and calls it.
 * @throws AppError `cancelled`, and whatever the server's calls throw
 */
export async function callTool(registry: ServerRegistry, withStepUp: WithStepUp): Promise<ToolCall> {
  const client = await chooseServer(registry, t('Call a tool of which server?'));
  const server = client.entry.name;
  const picked = await withStepUp(client, () => pickTool(client));
  const { tool } = picked;
  const args = await askArguments(tool.title, toolForm(tool.inputSchema));
  if (tool.destructive) await confirmCall(tool.title, server);
  const result = await withStepUp(client, () => sendCall(client, picked, args)).catch((error: unknown) => {
    throw failureOfCall(error, tool, server);
  });
  return { tool, result };
}

/** A tool, and the connection that listed it. */
interface PickedTool {
  readonly tool: ToolDescription;
  readonly connection: McpConnection;
}

function pickTool(client: ServerClient): Promise<PickedTool> {
  const server = client.entry.name;
  return pickFrom(
    async (signal) => {
      const connection = await client.connection({ signal });
      const tools = await connection.listTools({ signal });
      if (tools.length === 0) throw nothingToPick(t('{0} offers no tools.', server));
      return tools.map((tool) => ({ ...toolItem(tool), tool, connection }));
    },
    { title: t('Call Tool'), placeHolder: t('Pick a tool of {0}', plainLabel(server)) },
  );
}

function sendCall(client: ServerClient, { tool, connection: earlier }: PickedTool, args: JsonObject) {
  return withCallProgress(t('Calling {0}…', plainLabel(tool.title)), async (options) => {
    const connection = await client.connection({ signal: options.signal });
    // A connection knows how to send the arguments of the tools that it listed.
    if (connection !== earlier) await connection.listTools({ signal: options.signal });
    return connection.callTool(tool.name, args, options);
  });
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

/** @throws AppError `cancelled` */
async function confirmCall(tool: string, server: string): Promise<void> {
  const call = t('Call');
  const chosen = await vscode.window.showWarningMessage(
    t('Call "{0}" on {1}?', plainLabel(tool), plainLabel(server)),
    { modal: true, detail: t('It may change or delete what the server holds.') },
    call,
  );
  if (chosen !== call) throw new AppError('cancelled');
}
