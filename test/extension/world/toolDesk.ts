import * as vscode from 'vscode';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import { RememberedArguments } from '../../../src/core/mcp/toolArguments/rememberedArguments.ts';
import type { Memory } from '../../../src/core/oauth/discovery/resourceRefusals.ts';
import { serverEntry } from '../../../src/core/serverEntry.ts';
import { createPrompts, type Prompts } from '../../../src/vscode/prompts/createPrompts.ts';
import { followTextEditor } from '../../../src/vscode/start/lastTextEditor.ts';
import type { AccountChange } from '../../../src/vscode/auth/accounts/signedInAccounts.ts';
import type { FaceOptions } from '../../../src/vscode/faceOptions.ts';
import { registerLazyFiles } from '../../../src/vscode/start/lazyFiles.ts';
import { DraftStore } from '../../../src/vscode/tools/arguments/draftStore.ts';
import { createTools, type Tools } from '../../../src/vscode/tools/createTools.ts';
import { steeredTokens } from '../../integration/support/tokenSource.ts';
import { startToolServer } from './world.ts';

/** Schemes of the test's own, since the extension that runs has registered the product's. */
export const SCHEMES = {
  ofArguments: 'incident-desk-test-arguments',
  ofResults: 'incident-desk-test-results',
  ofPrompts: 'incident-desk-test-prompts',
};

/** A quick pick that was shown. */
export interface ShownPick {
  readonly title: string;
  readonly items: readonly vscode.QuickPickItem[];
}

/** Calling tools and rendering prompts, as the extension wires it, with a server of tools and a person of the test's. */
export interface ToolDesk {
  readonly tools: Tools;
  readonly prompts: Prompts;
  readonly server: Awaited<ReturnType<typeof startToolServer>>;
  readonly serverId: string;
  readonly remembered: RememberedArguments;
  readonly memory: Memory;
  /** Quick picks, and the words of messages and questions, oldest first. */
  readonly picks: readonly ShownPick[];
  readonly said: readonly string[];
  /** Chooses the row of each quick pick, by its label, and the button of each question. */
  answers: { pick: (labels: readonly string[]) => string | undefined; button: string | undefined };
  /** Tells all that the account is another one. */
  signOut(): void;
  /** Leaves all and builds it anew, as a reload of the window does. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

function memoryOf(): Memory {
  const values = new Map<string, unknown>();
  return {
    get: (key) => values.get(key),
    update: async (key, value) => void values.set(key, structuredClone(value)),
  };
}

/** Sets a {@link ToolDesk} up. */
export async function startToolDesk(): Promise<ToolDesk> {
  const server = await startToolServer();
  const log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
  const now = () => Date.now();
  const entry = serverEntry({ name: 'Workshop', url: server.url });
  const effects = { fetch, now, log };
  const client = createServerClient({ entry, tokens: steeredTokens('good'), effects, clientVersion: '1.2.3' });
  const remembered = new RememberedArguments(memoryOf());
  const memory = memoryOf();
  const registry = { list: () => [client], get: () => client, onDidChange: new vscode.EventEmitter<void>().event };
  const face = { registry, log, now, extensionUri: vscode.Uri.file('/') };
  const lastEditor = followTextEditor(SCHEMES.ofPrompts);
  const withStepUp: FaceOptions['withStepUp'] = (_, run) => run();
  const changed = new vscode.EventEmitter<readonly AccountChange[]>();
  const accounts = { onDidChange: changed.event };
  const build = () => ({
    tools: createTools({
      ...face,
      withStepUp,
      accounts,
      remembered,
      drafts: new DraftStore(memory, now),
      schemes: SCHEMES,
    }),
    prompts: createPrompts({ ...face, withStepUp, accounts, lastEditor, scheme: SCHEMES.ofPrompts }),
  });
  let built = build();
  let files = register();
  const picks: ShownPick[] = [];
  const said: string[] = [];
  const answers: ToolDesk['answers'] = { pick: () => undefined, button: undefined };
  const restore = standInForPerson(picks, said, answers);

  function register(): readonly vscode.Disposable[] {
    return [
      registerLazyFiles(SCHEMES.ofArguments, async () => built.tools.argumentFiles, false),
      registerLazyFiles(SCHEMES.ofResults, async () => built.tools.resultFiles, true),
      registerLazyFiles(SCHEMES.ofPrompts, async () => built.prompts.files, true),
    ];
  }
  function leave(): void {
    for (const part of [...files, built.tools, built.prompts]) part.dispose();
  }

  return {
    ...{ server, serverId: client.id, remembered, memory, picks, said, answers },
    signOut: () => changed.fire([{ serverId: client.id, sameAccount: false }]),
    get tools() {
      return built.tools;
    },
    get prompts() {
      return built.prompts;
    },
    reload: async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      leave();
      built = build();
      files = register();
    },
    close: async () => {
      restore();
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      leave();
      lastEditor.dispose();
      await client.reset();
      await server.close();
    },
  };
}

function standInForPerson(picks: ShownPick[], said: string[], answers: ToolDesk['answers']): () => void {
  const { showInformationMessage, showWarningMessage, showQuickPick } = vscode.window;
  const ask = (question: string, options?: vscode.MessageOptions): Promise<unknown> => {
    said.push(`${question}\n${options?.detail ?? ''}`);
    return Promise.resolve(answers.button);
  };
  Object.assign(vscode.window, {
    showInformationMessage: ask,
    showWarningMessage: ask,
    showQuickPick: async (given: readonly vscode.QuickPickItem[], { title = '' }: vscode.QuickPickOptions) => {
      const items = await Promise.resolve(given);
      picks.push({ title, items });
      const label = answers.pick(items.map((item) => item.label));
      return items.find((item) => item.label === label);
    },
  });
  return () => void Object.assign(vscode.window, { showInformationMessage, showWarningMessage, showQuickPick });
}
