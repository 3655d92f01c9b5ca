import * as vscode from 'vscode';
import type { PromptArgumentDescription } from '../../core/mcp/descriptions.ts';
import type { Step } from '../quickInput/askInOrder.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import { untilHidden } from '../quickInput/untilHidden.ts';
import { plainText } from '../words/plainText.ts';

const { t } = vscode.l10n;

/** Milliseconds without typing after which the server is asked for suggestions. */
const TYPING_PAUSE = 150;

/** Values the server suggests for what was typed. */
export type Complete = (value: string, signal: AbortSignal) => Promise<readonly string[]>;

interface ValueItem extends vscode.QuickPickItem {
  readonly value: string;
}

/** Asks for one argument of a prompt: typed freely, or picked from what the server suggests; skippable if optional. */
export function askPromptArgument(
  prompt: string,
  argument: PromptArgumentDescription,
  complete: Complete,
): Step<string> {
  return (place, earlier) => {
    const input = vscode.window.createQuickPick<ValueItem>();
    input.title = titleOf(prompt, argument);
    input.placeholder = plainText(argument.description);
    input.ignoreFocusOut = true;
    input.value = earlier ?? '';
    const suggestions = suggestWhileTyping(input, argument, complete);
    return untilHidden<string>(input, place, (answer) => [
      input.onDidAccept(() => {
        const [chosen] = input.selectedItems;
        if (chosen) answer(chosen.value);
      }),
      suggestions,
    ]);
  };
}

/** Keeps the items in step with what is typed. Suggestions are a help: where they fail, typing goes on as before. */
function suggestWhileTyping(
  input: vscode.QuickPick<ValueItem>,
  argument: PromptArgumentDescription,
  complete: Complete,
): vscode.Disposable {
  let stop = new AbortController();
  let pause: NodeJS.Timeout | undefined;
  const ask = async (value: string, { signal }: AbortController): Promise<void> => {
    input.busy = true;
    const suggested = await complete(value, signal).catch(() => []);
    if (signal.aborted) return;
    input.busy = false;
    input.items = items(argument, value, suggested);
  };
  const restart = (value: string, delay: number): void => {
    stop.abort();
    stop = new AbortController();
    clearTimeout(pause);
    input.items = items(argument, value, []);
    pause = setTimeout(() => void ask(value, stop), delay);
  };
  restart(input.value, 0);
  const listening = input.onDidChangeValue((value) => restart(value, TYPING_PAUSE));
  return new vscode.Disposable(() => {
    listening.dispose();
    clearTimeout(pause);
    stop.abort();
  });
}

function items(argument: PromptArgumentDescription, typed: string, suggested: readonly string[]): ValueItem[] {
  const value = typed.trim();
  const others = [...new Set(suggested)].filter((suggestion) => suggestion !== value && suggestion !== '');
  const list: ValueItem[] = others.map((suggestion) => ({
    label: plainLabel(suggestion),
    value: suggestion,
    alwaysShow: true,
  }));
  if (value !== '') list.unshift({ label: plainLabel(value), description: t('as typed'), value, alwaysShow: true });
  else if (!argument.required) list.push({ label: `$(dash) ${t('Leave empty')}`, value: '', alwaysShow: true });
  return list;
}

function titleOf(prompt: string, { title, name, required }: PromptArgumentDescription): string {
  const argument = plainText(title || name);
  return required ? t('{0}: {1}', prompt, argument) : t('{0}: {1} (optional)', prompt, argument);
}
