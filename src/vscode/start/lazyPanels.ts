import * as vscode from 'vscode';
import type { Gate } from '../words/gate.ts';

/** Fills a panel that VS Code brought back after a reload, from the state that its page has kept. */
export type RestorePanel = (panel: vscode.WebviewPanel, state: unknown) => void;

/** Brings panels of a type back after a reload of the window; what fills them is loaded when there is one. */
export function registerLazyPanels(type: string, restore: () => Promise<RestorePanel>, gate: Gate): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(type, {
    deserializeWebviewPanel: async (panel: vscode.WebviewPanel, state: unknown) => {
      const closed = new AbortController();
      panel.onDidDispose(() => closed.abort());
      try {
        const fill = await restore();
        if (!closed.signal.aborted) fill(panel, state);
      } catch (error) {
        if (!closed.signal.aborted) panel.dispose();
        void gate(error, type);
      }
    },
  });
}
