import * as vscode from 'vscode';
import type { ServerLog, ServerLogLevel } from '../../core/mcp/requests/serverLog.ts';
import { plainText } from '../words/plainText.ts';

type Write = 'debug' | 'info' | 'warn' | 'error';

const WRITERS: Readonly<Record<ServerLogLevel, Write>> = {
  debug: 'debug',
  info: 'info',
  notice: 'info',
  warning: 'warn',
  error: 'error',
  critical: 'error',
  alert: 'error',
  emergency: 'error',
};

/** Writes a server's lines into the log at their level, each with the server's name before it. */
export function serverLogWriter(server: string, log: vscode.LogOutputChannel): ServerLog {
  return {
    level: () => levelOf(log.logLevel),
    onDidChangeLevel: (listener) => log.onDidChangeLogLevel(() => listener()),
    write: ({ level, logger, text, missed = 0 }) => {
      const who = [plainText(server), ...(logger === '' ? [] : [logger])].join(' · ');
      if (missed > 0) log.warn(`[${plainText(server)}] wrote ${String(missed)} lines more: too many, left out`);
      log[WRITERS[level]](`[${who}] ${text}`);
    },
  };
}

/** The least grave lines that the log keeps. */
function levelOf(level: vscode.LogLevel): ServerLogLevel {
  switch (level) {
    case vscode.LogLevel.Trace:
    case vscode.LogLevel.Debug:
      return 'debug';
    case vscode.LogLevel.Info:
      return 'info';
    case vscode.LogLevel.Warning:
      return 'warning';
    case vscode.LogLevel.Error:
      return 'error';
    case vscode.LogLevel.Off:
      return 'emergency';
  }
}
