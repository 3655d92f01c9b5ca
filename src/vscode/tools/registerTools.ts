import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { ToolResult } from '../../core/mcp/connection.ts';
import { toolResultMarkdown } from '../../core/mcp/renderMarkdown.ts';
import type { CommandId } from '../commands/commandIds.ts';
import { markdownWords } from '../documents/markdownWords.ts';
import { ReadonlyDocuments, RESULT_SCHEME } from '../documents/readonlyDocuments.ts';
import type { FaceOptions } from '../faceOptions.ts';
import { callTool } from './callTool.ts';

/** What a tool wrote may be an incident. */
const REFRESH: CommandId = 'incidentDesk.refreshIncidents';

/** Registers "Call Tool": what the tool answers opens as a document beside the editor. */
export function registerTools({ registry, run, withStepUp }: FaceOptions): vscode.Disposable {
  const documents = new ReadonlyDocuments(RESULT_SCHEME);
  return vscode.Disposable.from(
    documents,
    run('incidentDesk.callTool', async () => {
      const { tool, result } = await callTool(registry, withStepUp);
      await documents.open(tool.title, toolResultMarkdown(result, tool.title, markdownWords()));
      if (!tool.readOnly && !result.isError) void vscode.commands.executeCommand(REFRESH);
      if (result.isError) throw new AppError('tool_failed', { tool: tool.title, message: textOf(result) });
    }),
  );
}

/** The tool's own words. */
function textOf({ content }: ToolResult): string {
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join(' ');
}
