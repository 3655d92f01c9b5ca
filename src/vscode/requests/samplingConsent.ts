import * as vscode from 'vscode';
import { plainLabel } from '../quickInput/plainLabel.ts';
import { untilHidden } from '../quickInput/untilHidden.ts';

const { t } = vscode.l10n;

/** What the person lets a server have of a language model. */
export type SamplingConsent = 'send' | 'review' | 'deny';

interface ConsentItem extends vscode.QuickPickItem {
  readonly consent: SamplingConsent;
}

/** Asks whether a model may answer what a server wrote, which is open in an editor meanwhile. */
export function consentToAsk(server: string, model: string, signal: AbortSignal): Promise<SamplingConsent> {
  const title = t('{0} wants an answer of the language model {1}', plainLabel(server), plainLabel(model));
  return pickConsent(title, t('What it asks is open in the editor. May the model answer?'), signal, [
    { label: `$(check) ${t('Allow Once')}`, consent: 'send' },
    { label: `$(eye) ${t('Allow Once, and Show Me the Answer First')}`, consent: 'review' },
    { label: `$(circle-slash) ${t('Deny')}`, consent: 'deny' },
  ]);
}

/** Asks whether the server may have an answer, which is open in an editor meanwhile. */
export function consentToAnswer(server: string, signal: AbortSignal): Promise<SamplingConsent> {
  const title = t('Send the answer to {0}?', plainLabel(server));
  return pickConsent(title, t("The model's answer is open in the editor."), signal, [
    { label: `$(check) ${t('Send It')}`, consent: 'send' },
    { label: `$(circle-slash) ${t('Keep It Back')}`, consent: 'deny' },
  ]);
}

async function pickConsent(
  title: string,
  placeholder: string,
  signal: AbortSignal,
  items: readonly ConsentItem[],
): Promise<SamplingConsent> {
  const input = vscode.window.createQuickPick<ConsentItem>();
  Object.assign(input, { title, placeholder, items, ignoreFocusOut: true });
  const answer = await untilHidden<SamplingConsent>(
    input,
    { step: 1, totalSteps: 1 },
    (take) => [
      input.onDidAccept(() => {
        const [chosen] = input.selectedItems;
        if (chosen) take(chosen.consent);
      }),
    ],
    signal,
  );
  return answer.kind === 'value' ? answer.value : 'deny';
}
