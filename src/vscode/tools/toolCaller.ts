import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { Log } from '../../core/effects.ts';
import { inBackground } from '../../core/inBackground.ts';
import type { JsonObject, ToolResult } from '../../core/mcp/connection.ts';
import type { RememberedArguments } from '../../core/mcp/toolArguments/rememberedArguments.ts';
import type { WithStepUp } from '../../core/mcp/withStepUp.ts';
import type { CommandId } from '../commands/commandIds.ts';
import type { AnswerFiles } from '../documents/answers/answerFiles.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import { withCallProgress } from '../withCallProgress.ts';
import { confirmCall } from './confirmCall.ts';
import { failureOfCall } from './failureOfCall.ts';
import type { PickedTool } from './pickTool.ts';

const { t } = vscode.l10n;
/** What a tool wrote may be an incident. */
const REFRESH: CommandId = 'incidentDesk.refreshIncidents';

/** What calls are made from. */
export interface ToolCallerOptions {
  readonly withStepUp: WithStepUp;
  readonly remembered: Pick<RememberedArguments, 'remember'>;
  readonly results: Pick<AnswerFiles<ToolResult>, 'open'>;
  readonly log: Log;
}

/**
 * Calls a tool and shows what it answers. Asks first where `isUnseen` says that nobody looked at the arguments.
 * @throws AppError `cancelled`, `tool_failed`, and whatever the call throws
 */
export type CallWith = (picked: PickedTool, args: JsonObject, isUnseen?: boolean) => Promise<void>;

/** Makes {@link CallWith}: asks first where the tool may destroy something; the arguments are remembered anyway. */
export function createToolCaller({ withStepUp, remembered, results, log }: ToolCallerOptions): CallWith {
  return async (picked, args, isUnseen = false) => {
    const { client, tool } = picked;
    await remembered.remember(client.id, tool, args);
    if (tool.destructive || isUnseen) await confirmCall(picked, args);
    const result = await withStepUp(client, () => sendCall(picked, args));
    await results.open(tool.title, client.id, result);
    if (result.isError) throw new AppError('tool_failed', { tool: tool.title, message: textOf(result) });
    if (!tool.readOnly) inBackground(vscode.commands.executeCommand(REFRESH), REFRESH, log);
  };
}

function sendCall({ client, tool, connection: earlier }: PickedTool, args: JsonObject): Promise<ToolResult> {
  return withCallProgress(t('Calling {0}…', plainLabel(tool.title)), async (options) => {
    const connection = await client.connection({ signal: options.signal });
    // A connection knows how to send the arguments of the tools that it listed.
    if (connection !== earlier) await connection.listTools({ signal: options.signal });
    return connection.callTool(tool.name, args, options).catch((error: unknown) => {
      throw failureOfCall(error, tool, client.entry.name);
    });
  });
}

/** The tool's own words. */
function textOf({ content }: ToolResult): string {
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join(' ');
}
