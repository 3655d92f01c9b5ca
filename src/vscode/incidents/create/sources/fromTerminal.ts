import * as vscode from 'vscode';
import { AppError } from '../../../../core/errors.ts';
import type { Gathered } from '../../../../core/incidents/create/prefill.ts';
import { placeFacts } from './placeFacts.ts';

const { t } = vscode.l10n;

/**
 * What is selected in the active terminal. VS Code gives it to extensions by way of the clipboard alone, which has its
 * text back afterwards, whatever happens.
 * @throws AppError `no_terminal_selection`
 */
export async function fromTerminal(): Promise<Gathered> {
  const text = vscode.window.activeTerminal ? await selectedText() : '';
  if (text.trim() === '') throw new AppError('no_terminal_selection');
  const facts = await placeFacts(undefined);
  return { title: '', facts, blocks: [{ label: t('Terminal'), text, language: '', keep: 'end' }] };
}

async function selectedText(): Promise<string> {
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  // Tells a selection from what was there before, also where the two are the same.
  const mark = `incident-desk ${crypto.randomUUID()}`;
  try {
    await clipboard.writeText(mark);
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    const copied = await clipboard.readText();
    return copied === mark ? '' : copied;
  } finally {
    await clipboard.writeText(before);
  }
}
