import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { ToolDescription } from '../../core/mcp/descriptions.ts';
import type { ServerClient } from '../../core/mcp/serverClient.ts';
import { needsDocument } from '../../core/mcp/toolArguments/needsDocument.ts';
import type { RememberedArguments } from '../../core/mcp/toolArguments/rememberedArguments.ts';
import { toolForm } from '../../core/mcp/toolForm.ts';
import type { WithStepUp } from '../../core/mcp/withStepUp.ts';
import { chooseServer } from '../quickInput/chooseServer.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import { itemReference } from '../servers/itemReference.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import type { ArgumentDocuments } from './arguments/argumentDocuments.ts';
import { askArguments } from './askArguments.ts';
import { findTool, pickTool, type PickedTool } from './pickTool.ts';
import type { CallWith } from './toolCaller.ts';

const { t } = vscode.l10n;

/** What the command needs. */
export interface CallToolOptions {
  readonly registry: ServerRegistry;
  readonly withStepUp: WithStepUp;
  readonly remembered: Pick<RememberedArguments, 'get'>;
  readonly documents: Pick<ArgumentDocuments, 'open'>;
  readonly callWith: CallWith;
}

/**
 * "Call Tool": the tool that the argument names, else the one that the person picks. Asks for its arguments and calls
 * it, or opens them as a JSON document, from which it is run.
 * @throws AppError `cancelled`, and whatever the server's calls throw
 */
export async function callTool(options: CallToolOptions, argument: unknown): Promise<void> {
  const { remembered, documents, callWith } = options;
  const picked = await chooseTool(options, argument);
  const { client, tool } = picked;
  const draft = { serverId: client.id, server: client.entry.name, tool };
  const last = remembered.get(client.id, tool) ?? (isCalledUnasked(tool) ? {} : undefined);
  const reason = needsDocument(tool.inputSchema);
  if (reason === 'large') tellOfSize(tool.title);
  if (reason) return documents.open(draft, last ?? {}, false);
  const answer = await askArguments(tool.title, toolForm(tool.inputSchema), last);
  if (answer.kind === 'edit') return documents.open(draft, answer.args, true);
  return callWith(picked, answer.args);
}

/** What writes without any question of its own is seen before it is called, which a command's argument may ask for. */
function isCalledUnasked({ inputSchema, readOnly, destructive }: ToolDescription): boolean {
  return !readOnly && !destructive && toolForm(inputSchema).length === 0;
}

async function chooseTool({ registry, withStepUp }: CallToolOptions, argument: unknown): Promise<PickedTool> {
  const reference = itemReference(argument);
  const client = reference
    ? knownServer(registry, reference.serverId)
    : await chooseServer(registry, t('Call a tool of which server?'));
  const name = reference && 'tool' in reference ? reference.tool : undefined;
  return withStepUp(client, () => (name === undefined ? pickTool(client) : findTool(client, name)));
}

function knownServer(registry: ServerRegistry, id: string): ServerClient {
  const client = registry.get(id);
  if (!client) throw registry.problem ?? new AppError('unknown_server', { server: id });
  return client;
}

function tellOfSize(tool: string): void {
  const words = t(
    '"{0}" takes more arguments than a form can ask for. Write them as JSON, and run it.',
    plainLabel(tool),
  );
  void vscode.window.showInformationMessage(words);
}
