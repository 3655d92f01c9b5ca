import * as vscode from 'vscode';
import type { StepAnswer, StepPlace } from './askInOrder.ts';

/**
 * Shows a quick input as one step with a Back button, until it is answered or closed, or the signal aborts; then
 * disposes of it.
 */
export async function untilHidden<Value>(
  input: vscode.QuickInput & {
    buttons: readonly vscode.QuickInputButton[];
    onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
  },
  { step, totalSteps }: StepPlace,
  listen: (answer: (value: Value) => void) => readonly vscode.Disposable[],
  signal?: AbortSignal,
): Promise<StepAnswer<Value>> {
  const { promise, resolve } = Promise.withResolvers<StepAnswer<Value>>();
  const close = (): void => resolve({ kind: 'closed' });
  if (totalSteps > 1) Object.assign(input, { step, totalSteps });
  if (step > 1) input.buttons = [vscode.QuickInputButtons.Back];
  const listening = [
    ...listen((value) => resolve({ kind: 'value', value })),
    input.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) resolve({ kind: 'back' });
    }),
    input.onDidHide(close),
  ];
  signal?.addEventListener('abort', close, { once: true });
  try {
    if (signal?.aborted) return { kind: 'closed' };
    input.show();
    return await promise;
  } finally {
    signal?.removeEventListener('abort', close);
    for (const listener of listening) listener.dispose();
    input.dispose();
  }
}
