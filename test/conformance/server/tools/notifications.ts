import type { ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { type Register, says } from '../fixtureParts.ts';

const NO_ARGUMENTS = z.object({});
const STEPS = [0, 50, 100];

function writeLine({ mcpReq }: ServerContext, line: string): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- both revisions have it, and the suite looks for it
  return mcpReq.log('info', line);
}

/** Adds the tools that report while they run: log lines and progress. */
export const registerNotifyingTools: Register = (server) => {
  server.registerTool(
    'test_tool_with_logging',
    { description: 'Writes three log lines', inputSchema: NO_ARGUMENTS },
    async (_given, context) => {
      for (const line of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
        await writeLine(context, line);
      }
      return says('Tool with logging executed successfully');
    },
  );
  server.registerTool(
    'test_logging_tool',
    { description: 'Writes a log line, which only those get who ask for it', inputSchema: NO_ARGUMENTS },
    async (_given, context) => {
      await writeLine(context, 'test_logging_tool ran');
      return says('Logged');
    },
  );
  server.registerTool(
    'test_tool_with_progress',
    { description: 'Reports progress to those who ask for it', inputSchema: NO_ARGUMENTS },
    async (_given, { mcpReq }) => {
      const progressToken = mcpReq._meta?.progressToken;
      if (progressToken === undefined) return says('no-progress-token');
      for (const progress of STEPS) {
        const params = { progressToken, progress, total: 100, message: `Completed step ${progress} of 100` };
        await mcpReq.notify({ method: 'notifications/progress', params });
      }
      return says(String(progressToken));
    },
  );
};

/** Adds the tools that have the lists of tools and prompts change, as far as subscribers can tell. */
export const registerTriggers: Register = (server, { publish }) => {
  server.registerTool('test_trigger_tool_change', { description: 'Tells of changed tools' }, () => {
    publish({ kind: 'tools_list_changed' });
    return says('Told of changed tools');
  });
  server.registerTool('test_trigger_prompt_change', { description: 'Tells of changed prompts' }, () => {
    publish({ kind: 'prompts_list_changed' });
    return says('Told of changed prompts');
  });
};
