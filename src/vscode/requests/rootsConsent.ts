import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Memory } from '../../core/oauth/discovery/resourceRefusals.ts';
import type { Root } from '../../core/mcp/requests/roots.ts';
import { plainText } from '../words/plainText.ts';

const ALLOWED_KEY = 'serversToldOfFolders';
const allowedSchema = z.array(z.string());
const { t } = vscode.l10n;

/** Which servers may know which folders are open. A refusal holds as long as the window. */
export class RootsConsent {
  readonly #memory: Memory;
  readonly #refused = new Set<string>();

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Asks the person once for each server. What is answered when nobody waits any more counts for nothing. */
  async ask(serverId: string, server: string, folders: readonly Root[], signal: AbortSignal): Promise<boolean> {
    const allowed = allowedSchema.safeParse(this.#memory.get(ALLOWED_KEY)).data ?? [];
    if (allowed.includes(serverId)) return true;
    if (this.#refused.has(serverId)) return false;
    const tell = t('Tell It');
    const chosen = await vscode.window.showInformationMessage(
      t('Tell {0} which folders you have open?', plainText(server)),
      {
        modal: true,
        detail: [
          t(
            'It asks for their names and where they are on this computer, now and whenever they change. It cannot read them.',
          ),
          '',
          ...folders.map(({ uri }) => uri),
        ].join('\n'),
      },
      tell,
    );
    if (signal.aborted) return false;
    if (chosen === tell) await this.#memory.update(ALLOWED_KEY, [...allowed, serverId]);
    else this.#refused.add(serverId);
    return chosen === tell;
  }
}
