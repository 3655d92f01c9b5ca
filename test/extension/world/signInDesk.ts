import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Effects } from '../../../src/core/effects.ts';
import { Callbacks } from '../../../src/core/oauth/callbacks/callbacks.ts';
import type { ClientAuthentication } from '../../../src/core/oauth/clients/clientAuthentication.ts';
import { Credentials } from '../../../src/core/oauth/clients/credentials.ts';
import { Registrations } from '../../../src/core/oauth/clients/registrations.ts';
import { ResourceRefusals } from '../../../src/core/oauth/discovery/resourceRefusals.ts';
import type { Session } from '../../../src/core/oauth/sessions/session.ts';
import { Sessions } from '../../../src/core/oauth/sessions/sessions.ts';
import type { ServerEntry } from '../../../src/core/serverEntry.ts';
import { createUriHandler } from '../../../src/vscode/auth/browser/callbackUriHandler.ts';
import { createSignIn } from '../../../src/vscode/auth/createSignIn.ts';
import type { EditorHost } from '../../../src/vscode/auth/planning/editorHost.ts';
import { createIssuerMemory } from '../../../src/vscode/auth/planning/issuerMemory.ts';
import { OktaAuthenticationProvider } from '../../../src/vscode/auth/provider/oktaAuthenticationProvider.ts';
import { SignInPrompts } from '../../../src/vscode/auth/provider/signInPrompts.ts';
import { MemorySecrets } from '../../integration/support/memorySecrets.ts';

const DESKTOP: EditorHost = { uiKind: 'desktop', onPersonsMachine: true, takesUris: true, uriScheme: 'vscode' };
const HALF_A_MINUTE = 30_000;

/** A link of the waiting notification. */
export interface ShownLink {
  readonly title: string;
  readonly about: string;
  readonly act: () => unknown;
}

/** All parts of a sign-in as the extension wires them, with a browser and a person of the test's. */
export interface SignInDesk {
  readonly provider: OktaAuthenticationProvider;
  readonly sessions: Sessions;
  readonly prompts: SignInPrompts<Session>;
  readonly credentials: Credentials;
  readonly log: readonly string[];
  /** What the browser was opened with, oldest first. */
  readonly opened: readonly URL[];
  /** Questions and messages of VS Code that were shown. */
  readonly shown: readonly string[];
  /** The links that stand now. */
  readonly links: ReadonlySet<ShownLink>;
  /** Waits for a link and clicks on it. */
  click(title: string): Promise<void>;
  /** Has the system bring an address to the editor. */
  arrive(url: URL): Promise<void>;
  close(): Promise<void>;
}

/** What a desk is set up with. */
export interface SignInDeskOptions {
  readonly entries: () => readonly ServerEntry[];
  /** The person and the browser: takes what is opened to where the issuer leads, and gives the callback's address. */
  readonly browse: (url: URL, opened: number) => Promise<URL | undefined>;
  /** Picks from a list by its labels; closes it with `undefined`, and leaves it open as long as a promise waits. */
  readonly pick?: (labels: readonly string[]) => string | undefined | Promise<undefined>;
  readonly credential?: (problem: string | undefined) => ClientAuthentication;
  readonly effects?: Partial<Effects>;
  /** Where VS Code runs: on the person's desktop unless told. */
  readonly host?: Partial<EditorHost>;
}

/** Polls until `holds` gives something. */
export async function eventually<T>(holds: () => T | undefined | false): Promise<T> {
  const end = performance.now() + HALF_A_MINUTE;
  for (;;) {
    const value = holds();
    if (value !== undefined && value !== false) return value;
    assert.ok(performance.now() < end, 'it did not come about within half a minute');
    await delay(20);
  }
}

function memento(): vscode.Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: (key: string, otherwise?: unknown) => values.get(key) ?? otherwise,
    update: (key, value) => Promise.resolve(void values.set(key, value)),
  } as vscode.Memento;
}

/** Answers VS Code's modal questions with their first button, and lists with `pick`. @returns how to end that */
function answerQuestions(shown: string[], pick: SignInDeskOptions['pick']): () => void {
  const { showInformationMessage, showWarningMessage, showErrorMessage, showQuickPick } = vscode.window;
  const agree = (question: string, { detail = '' }: vscode.MessageOptions, button: unknown): Promise<unknown> => {
    shown.push(`${question}\n${detail}`);
    return Promise.resolve(button);
  };
  Object.assign(vscode.window, {
    showInformationMessage: agree,
    showWarningMessage: agree,
    showErrorMessage: (words: string) => Promise.resolve(void shown.push(words)),
    showQuickPick: async (items: readonly vscode.QuickPickItem[], { title = '' }: vscode.QuickPickOptions) => {
      shown.push(title);
      const label = await pick?.(items.map((item) => item.label));
      return items.find((item) => item.label === label);
    },
  });
  return () => {
    Object.assign(vscode.window, { showInformationMessage, showWarningMessage, showErrorMessage, showQuickPick });
  };
}

/** Sets a {@link SignInDesk} up. */
export async function startSignInDesk(options: SignInDeskOptions): Promise<SignInDesk> {
  const directory = await mkdtemp(path.join(tmpdir(), 'incident-desk-'));
  const [lines, opened, shown]: [string[], URL[], string[]] = [[], [], []];
  const note = (line: string) => void lines.push(line);
  const log = { trace: note, debug: note, info: note, warn: note, error: note };
  const now = () => Date.now();
  const effects: Effects = { fetch, now, log, ...options.effects };
  const secrets = new MemorySecrets();
  const callbacks = new Callbacks({ directory, now, log });
  const handler = createUriHandler(callbacks, log);
  const sessions = new Sessions({ secrets, directory, effects });
  const prompts = new SignInPrompts<Session>();
  const memory = memento();
  const credentials = new Credentials(secrets);
  const links = new Set<ShownLink>();
  const stopAnswering = answerQuestions(shown, options.pick);
  const arrive = async (url: URL): Promise<void> => {
    if (url.protocol === 'http:') await (await fetch(url)).text();
    else await handler.handleUri(vscode.Uri.parse(url.href));
  };
  const { credential } = options;
  const signIn = createSignIn({
    ...{ effects, callbacks, sessions, credentials, memory, host: { ...DESKTOP, ...options.host } },
    openBrowser: async (url) => {
      opened.push(url);
      const callback = await options.browse(url, opened.length);
      if (callback) await arrive(callback);
    },
    links: {
      add: (title, act, about) => {
        const link = { title, about, act };
        links.add(link);
        return { markdown: title, dispose: () => links.delete(link) };
      },
    },
    ...(credential ? { askForCredential: (_, problem) => Promise.resolve(credential(problem)) } : {}),
    setting: { read: () => [...options.entries()] },
    issuers: createIssuerMemory(memory),
    refusals: new ResourceRefusals(memory),
    registrations: new Registrations(secrets, now),
    clientMetadataUrl: () => undefined,
  });
  const signOutOf = async (id: string): Promise<void> => {
    await sessions.remove(id);
  };
  const provider = new OktaAuthenticationProvider({ sessions, prompts, signIn, signOutOf, log });
  return {
    ...{ provider, sessions, prompts, credentials, opened, shown, links, arrive },
    log: lines,
    click: async (title) => {
      const link = await eventually(() => [...links].find((each) => each.title === title));
      await link.act();
    },
    close: async () => {
      stopAnswering();
      provider.dispose();
      sessions.dispose();
      callbacks.dispose();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
