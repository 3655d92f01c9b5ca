import * as vscode from 'vscode';
import type { Effects } from '../../core/effects.ts';
import { AppError, isAppError } from '../../core/errors.ts';
import { serverEntry, type NewServerEntry, type ServerEntry } from '../../core/serverEntry.ts';
import { problemWords } from '../settings/problemWords.ts';
import { addressProblem, canonicalAddress, fixedAddressProblem } from '../settings/safeAddress.ts';
import { messageForAny } from '../words/messages.ts';
import { plainText } from '../words/plainText.ts';
import { discoverServer, type Discovery } from './discoverServer.ts';

/** What the guided questions need. */
export interface AskServerOptions {
  readonly effects: Effects;
  /** Whether the sign-in will need a relay page. */
  readonly needsRelay: boolean;
  readonly taken: readonly ServerEntry[];
}

/**
 * Asks for a new server step by step; each step shows what the one before found out.
 * @throws AppError `cancelled`
 */
export async function askServer(options: AskServerOptions): Promise<NewServerEntry> {
  const { url, found } = await askAddress(options.effects);
  const clientId = found && !found.needsClientId ? undefined : await askClientId(found);
  const relay = options.needsRelay ? await askRelay(url) : undefined;
  const name = await askName(url, options.taken);
  return { name, url, ...(clientId !== undefined && { clientId }), ...(relay !== undefined && { relay }) };
}

async function askAddress(effects: Effects): Promise<{ url: string; found: Discovery | undefined }> {
  let value = 'https://';
  for (;;) {
    const typed = await input({
      title: vscode.l10n.t('Add Server: address'),
      prompt: vscode.l10n.t('Address of the MCP endpoint. Whoever runs the server knows it; it usually ends in /mcp.'),
      value,
      valueSelection: [value.length, value.length],
      validateInput: (text) => wordsFor(addressProblem(text.trim())),
    });
    const url = canonicalAddress(typed);
    try {
      return { url, found: await discoverServer(serverEntry({ name: url, url }), effects) };
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
  const where = vscode.l10n.t('In Okta: Applications > your app > General > Client Credentials > Client ID.');
  const typed = await input({
    title: vscode.l10n.t('Add Server: client ID'),
    prompt: found ? `${vscode.l10n.t('You will sign in at {0}.', plainText(found.issuer))} ${where}` : where,
    placeHolder: '0oa…',
    validateInput: (text) => (found && text.trim() === '' ? wordsFor('empty') : undefined),
  });
  return typed === '' ? undefined : typed;
}

async function askRelay(url: string): Promise<string> {
  return input({
    title: vscode.l10n.t('Add Server: relay page'),
    prompt: vscode.l10n.t(
      'VS Code runs in a browser here, so the sign-in comes back through a relay page. Okta must allow this very address as a redirect URI.',
    ),
    value: `${new URL(url).origin}/oauth/relay`,
    validateInput: (text) => wordsFor(fixedAddressProblem(text.trim())),
  });
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
