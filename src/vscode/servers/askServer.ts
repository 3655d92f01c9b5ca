import * as vscode from 'vscode';
import type { Effects } from '../../core/effects.ts';
import { AppError, isAppError } from '../../core/errors.ts';
import { serverEntry, type NewServerEntry, type ServerEntry } from '../../core/serverEntry.ts';
import { problemWords } from '../settings/problemWords.ts';
import { addressProblem, canonicalAddress, fixedAddressProblem } from '../settings/safeAddress.ts';
import { messageForAny } from '../words/messages.ts';
import { plainText } from '../words/plainText.ts';
import { discoverServer, type Discovery } from './discoverServer.ts';
import { serverLinkQuery } from './serverLink.ts';

/** What the guided questions need. */
export interface AskServerOptions {
  readonly effects: Effects;
  /** Whether the editor runs in a browser, where a sign-in comes back by itself through a relay page only. */
  readonly inBrowser: boolean;
  readonly taken: readonly ServerEntry[];
  /** Address of the document that describes the extension as a client, where the person has set one. */
  readonly clientMetadataUrl: string | undefined;
  /** Stands in the first question, where it can be changed. */
  readonly url?: string | undefined;
}

/** What the questions led to: an entry, or an add-server link (its query) that was pasted instead of an address. */
export type AskedServer =
  { readonly kind: 'entry'; readonly entry: NewServerEntry } | { readonly kind: 'link'; readonly query: string };

/**
 * Asks for a new server step by step; each step shows what the one before found out.
 * @throws AppError `cancelled`
 */
export async function askServer(options: AskServerOptions): Promise<AskedServer> {
  const asked = await askAddress(options);
  if ('query' in asked) return { kind: 'link', query: asked.query };
  const { url, found } = asked;
  const clientId = found && !found.needsClientId ? undefined : await askClientId(found);
  const relay = options.inBrowser ? await askRelay() : undefined;
  const name = await askName(url, options.taken);
  const entry = { name, url, ...(clientId !== undefined && { clientId }), ...(relay !== undefined && { relay }) };
  return { kind: 'entry', entry };
}

type AskedAddress = { readonly query: string } | { readonly url: string; readonly found: Discovery | undefined };

async function askAddress({ effects, clientMetadataUrl, url: linked }: AskServerOptions): Promise<AskedAddress> {
  let value = linked ?? 'https://';
  for (;;) {
    const typed = await input({
      title: vscode.l10n.t('Add Server: address'),
      prompt: vscode.l10n.t(
        'Address of the server, which usually ends in /mcp, or an add-server link. Whoever runs the server has it.',
      ),
      value,
      valueSelection: [value.length, value.length],
      validateInput: (text) =>
        serverLinkQuery(text.trim()) === undefined ? wordsFor(addressProblem(text.trim())) : undefined,
    });
    const query = serverLinkQuery(typed);
    if (query !== undefined) return { query };
    const url = canonicalAddress(typed);
    try {
      return { url, found: await discoverServer(serverEntry({ name: url, url }), effects, clientMetadataUrl) };
    } catch (error) {
      if (isAppError(error, 'cancelled')) throw error;
      if (await addsAnyway(error)) return { url, found: undefined };
      value = typed;
    }
  }
}

/** Whether to go on with a server that did not answer as it should. @throws AppError `cancelled` */
async function addsAnyway(error: unknown): Promise<boolean> {
  const change = vscode.l10n.t('Change Address');
  const anyway = vscode.l10n.t('Add Anyway');
  const detail = messageForAny(error).text;
  const words = vscode.l10n.t('This server cannot be used as it is');
  const chosen = await vscode.window.showWarningMessage(words, { modal: true, detail }, change, anyway);
  if (chosen === undefined) throw new AppError('cancelled');
  return chosen === anyway;
}

async function askClientId(found: Discovery | undefined): Promise<string | undefined> {
  const where = vscode.l10n.t(
    'Your Okta administrator has the client ID (Applications > your app > General > Client Credentials). It is no secret.',
  );
  const mayBeEmpty = vscode.l10n.t('Leave empty if you have none.');
  const typed = await input({
    title: vscode.l10n.t('Add Server: client ID'),
    prompt: found
      ? `${vscode.l10n.t('You will sign in at {0}.', plainText(found.issuer))} ${where}`
      : `${where} ${mayBeEmpty}`,
    placeHolder: '0oa…',
    validateInput: (text) => (found && text.trim() === '' ? wordsFor('empty') : undefined),
  });
  return typed === '' ? undefined : typed;
}

/** Empty at first: whatever stood there would be taken by whoever only presses Enter, and the answers of sign-ins go there. */
async function askRelay(): Promise<string | undefined> {
  const typed = await input({
    title: vscode.l10n.t('Add Server: relay page (optional)'),
    prompt: vscode.l10n.t(
      'VS Code runs in a browser here, and a sign-in finds its way back through a relay page. Ask whoever runs the server for its address. Leave empty if you have none: you then type a code or paste an address when you sign in.',
    ),
    placeHolder: 'https://relay.example.com/oauth/relay',
    validateInput: (text) => (text.trim() === '' ? undefined : wordsFor(fixedAddressProblem(text.trim()))),
  });
  return typed === '' ? undefined : typed;
}

async function askName(url: string, taken: readonly ServerEntry[]): Promise<string> {
  const isTaken = (name: string) => taken.some((entry) => entry.name.toLowerCase() === name.toLowerCase());
  const host = new URL(url).host;
  const free = [host, ...taken.map((_, index) => `${host} ${String(index + 2)}`)].find((name) => !isTaken(name));
  return input({
    title: vscode.l10n.t('Add Server: name'),
    prompt: vscode.l10n.t('A name for lists and for the Accounts menu, such as "Production".'),
    value: free ?? host,
    validateInput: (text) => {
      if (text.trim() === '') return wordsFor('empty');
      return isTaken(text.trim()) ? wordsFor('name_twice') : undefined;
    },
  });
}

function wordsFor(problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : problemWords(problem);
}

async function input(options: vscode.InputBoxOptions): Promise<string> {
  const typed = await vscode.window.showInputBox({ ignoreFocusOut: true, ...options });
  if (typed === undefined) throw new AppError('cancelled');
  return typed.trim();
}
