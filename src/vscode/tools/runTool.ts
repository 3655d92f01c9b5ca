import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import { schemaMismatch } from '../../core/mcp/schemaMismatch.ts';
import type { WithStepUp } from '../../core/mcp/withStepUp.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import type { ArgumentDocuments } from './arguments/argumentDocuments.ts';
import type { Draft } from './arguments/draft.ts';
import { writtenArguments } from './arguments/writtenArguments.ts';
import { confirmMismatch } from './confirmMismatch.ts';
import { findTool } from './pickTool.ts';
import type { CallWith } from './toolCaller.ts';

/** What the command needs. */
export interface RunToolOptions {
  readonly registry: ServerRegistry;
  readonly withStepUp: WithStepUp;
  readonly documents: Pick<ArgumentDocuments, 'get'>;
  readonly callWith: CallWith;
  /** The documents that are being run: a second click must not do a thing twice. */
  readonly running: Set<string>;
}

/**
 * "Run Tool": calls the tool with the arguments that a document holds: the one that is named, else the active one. Anybody
 * can name one, so that a document out of sight is shown first, and the person asked. The document stays, whatever
 * becomes of the call.
 * @throws AppError `cancelled`, and whatever the server's calls throw
 */
export async function runTool(options: RunToolOptions, argument: unknown): Promise<void> {
  const { document, draft } = await argumentDocument(options.documents, argument);
  const name = document.uri.toString();
  if (options.running.has(name)) throw new AppError('cancelled');
  options.running.add(name);
  try {
    await runDraft(options, document, draft);
  } finally {
    options.running.delete(name);
  }
}

async function runDraft(
  { registry, withStepUp, callWith }: RunToolOptions,
  document: vscode.TextDocument,
  draft: Draft,
): Promise<void> {
  const isUnseen = vscode.window.activeTextEditor?.document !== document;
  if (isUnseen) await showDocument(document);
  const args = await writtenArguments(document);
  await document.save();
  const client = registry.get(draft.serverId);
  if (!client) throw registry.problem ?? new AppError('unknown_server', { server: draft.server });
  const picked = await withStepUp(client, () => findTool(client, draft.tool));
  const findMismatch = await schemaMismatch(picked.tool.inputSchema);
  const problem = findMismatch(args);
  if (problem !== undefined) await confirmMismatch(picked.tool.title, problem);
  await callWith(picked, args, isUnseen);
}

/** Where a tab has it already, else in the active column. */
async function showDocument(document: vscode.TextDocument): Promise<void> {
  const name = document.uri.toString();
  const column = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === name),
  )?.viewColumn;
  await vscode.window.showTextDocument(document, { viewColumn: column ?? vscode.ViewColumn.Active, preview: false });
}

/**
 * The document that a command is about, and the draft that it is.
 * @throws AppError `arguments_unclaimed` where it holds no arguments of a tool that is known
 */
export async function argumentDocument(
  documents: Pick<ArgumentDocuments, 'get'>,
  argument: unknown,
): Promise<{ readonly document: vscode.TextDocument; readonly draft: Draft }> {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const draft = uri && documents.get(uri);
  if (!draft) throw new AppError('arguments_unclaimed');
  return { document: await vscode.workspace.openTextDocument(uri), draft };
}
