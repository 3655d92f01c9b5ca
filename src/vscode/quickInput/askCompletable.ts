import * as vscode from 'vscode';
import type { Completion } from '../../core/mcp/connection.ts';
import type { PromptArgumentDescription } from '../../core/mcp/descriptions.ts';
import { plainText } from '../words/plainText.ts';
import type { Step } from './askInOrder.ts';
import { plainLabel } from './plainLabel.ts';
import { untilHidden } from './untilHidden.ts';

const { t } = vscode.l10n;

/** Milliseconds without typing after which the server is asked for suggestions. */
const TYPING_PAUSE = 150;

/** Values the server suggests for what was typed, and whether it has others. */
export type Complete = (value: string, signal: AbortSignal, before: readonly string[]) => Promise<Completion>;

const NONE: Completion = { values: [], hasMore: false };

interface ValueItem extends vscode.QuickPickItem {
  readonly value: string;
  /** Leaves this and all that follows empty. */
  readonly isEnough?: boolean;
}

/** What is asked for, and where it stands. */
interface Asked extends PromptArgumentDescription {
  /** Whether only optional ones follow, and there are some. */
  readonly canStop: boolean;
}

/**
 * Asks for one argument of a prompt or variable of a template: typed freely, or picked from what the server suggests;
 * skippable if optional, with all that follow where `canStop`. `of` is what it belongs to.
 */
export function askCompletable(
  of: string,
  described: PromptArgumentDescription,
  complete: Complete,
  canStop = false,
): Step<string> {
  const argument: Asked = { ...described, canStop };
  return async (place, earlier, before = []) => {
    const input = vscode.window.createQuickPick<ValueItem>();
    input.title = titleOf(of, argument);
    input.placeholder = plainText(argument.description);
    input.ignoreFocusOut = true;
    input.value = earlier ?? '';
    const suggestions = suggestWhileTyping(input, argument, (value, signal) => complete(value, signal, before));
    const answered = await untilHidden<ValueItem>(input, place, (answer) => [
      input.onDidAccept(() => {
        const [chosen] = input.selectedItems;
        if (chosen) answer(chosen);
      }),
      suggestions,
    ]);
    if (answered.kind !== 'value') return answered;
    return answered.value.isEnough ? { kind: 'enough' } : { kind: 'value', value: answered.value.value };
  };
}

/** Keeps the items in step with what is typed. Suggestions are a help: where they fail, typing goes on as before. */
function suggestWhileTyping(
  input: vscode.QuickPick<ValueItem>,
  argument: Asked,
  complete: (value: string, signal: AbortSignal) => Promise<Completion>,
): vscode.Disposable {
  let stop = new AbortController();
  let pause: NodeJS.Timeout | undefined;
  const ask = async (value: string, { signal }: AbortController): Promise<void> => {
    input.busy = true;
    const suggested = await complete(value, signal).catch(() => NONE);
    if (signal.aborted) return;
    input.busy = false;
    input.items = items(argument, value, suggested);
  };
  const restart = (value: string, delay: number): void => {
    stop.abort();
    stop = new AbortController();
    clearTimeout(pause);
    input.items = items(argument, value, NONE);
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

function suggestion(value: string): ValueItem {
  return { label: plainLabel(value), value, alwaysShow: true };
}

/** What can be chosen whatever the server suggests. */
function unsuggested({ required, canStop }: Asked, value: string): ValueItem[] {
  if (value !== '') return [{ ...suggestion(value), description: t('as typed') }];
  const rest = { label: `$(run) ${t('Leave this and the rest empty')}`, value, isEnough: true, alwaysShow: true };
  if (required) return [];
  return [{ label: `$(dash) ${t('Leave empty')}`, value, alwaysShow: true }, ...(canStop ? [rest] : [])];
}

function items(argument: Asked, typed: string, { values, hasMore }: Completion): ValueItem[] {
  const value = typed.trim();
  const others = [...new Set(values)].filter((other) => other !== value && other !== '');
  // Suggestions come a moment later, below: what is clicked meanwhile stays where it is.
  const list = [...unsuggested(argument, value), ...others.map(suggestion)];
  if (hasMore)
    list.push({
      label: t('There are more: type to narrow them down'),
      kind: vscode.QuickPickItemKind.Separator,
      value: '',
    });
  return list;
}

function titleOf(of: string, { title, name, required }: PromptArgumentDescription): string {
  const argument = plainText(title || name);
  return required ? t('{0}: {1}', of, argument) : t('{0}: {1} (optional)', of, argument);
}
