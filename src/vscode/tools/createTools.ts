import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import { inBackground } from '../../core/inBackground.ts';
import type { ToolResult } from '../../core/mcp/connection.ts';
import { toolResultMarkdown } from '../../core/mcp/renderMarkdown.ts';
import type { CommandId } from '../commands/commandIds.ts';
import type { Feature } from '../commands/feature.ts';
import { markdownWords } from '../documents/markdownWords.ts';
import { ReadonlyDocuments } from '../documents/readonlyDocuments.ts';
import { RESULT_SCHEME } from '../documents/schemes.ts';
import type { FaceOptions } from '../faceOptions.ts';
import { callTool } from './callTool.ts';

/** What a tool wrote may be an incident. */
const REFRESH: CommandId = 'incidentDesk.refreshIncidents';

/** "Call Tool": what the tool answers opens as a document beside the editor. */
export function createTools({ registry, withStepUp, log }: FaceOptions): Feature<'incidentDesk.callTool'> {
  const documents = new ReadonlyDocuments(RESULT_SCHEME);
  return {
    commands: {
      'incidentDesk.callTool': async () => {
        const { tool, result } = await callTool(registry, withStepUp);
        await documents.open(tool.title, toolResultMarkdown(result, tool.title, markdownWords()));
        if (!tool.readOnly && !result.isError) {
          inBackground(vscode.commands.executeCommand(REFRESH), REFRESH, log);
        }
        if (result.isError) throw new AppError('tool_failed', { tool: tool.title, message: textOf(result) });
      },
    },
    dispose: () => documents.dispose(),
  };
}

/** The tool's own words. */
function textOf({ content }: ToolResult): string {
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join(' ');
}
