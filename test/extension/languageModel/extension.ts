import * as vscode from 'vscode';

/** How the model behaves: `gone` is not there, `broken` fails, `silent` answers once it is cancelled. */
type Behaviour = 'gone' | 'echo' | 'broken' | 'silent';

const MODEL: vscode.LanguageModelChatInformation = {
  id: 'echo-1',
  name: 'Echo One',
  family: 'echo',
  version: '1',
  maxInputTokens: 10_000,
  maxOutputTokens: 10_000,
  // A chat with an agent offers no model that calls no tools.
  capabilities: { imageInput: true, toolCalling: true },
};

/**
 * An extension of the tests, which brings a language model that says what it was told; gone until a test wants it, or from the start by
 * `INCIDENT_DESK_MODEL=echo`.
 */
export function activate(context: vscode.ExtensionContext): void {
  const changed = new vscode.EventEmitter<void>();
  let behaviour: Behaviour = process.env['INCIDENT_DESK_MODEL'] === 'echo' ? 'echo' : 'gone';
  let asked = 0;
  context.subscriptions.push(
    changed,
    vscode.commands.registerCommand('incidentDeskTest.behave', (wanted: Behaviour) => {
      behaviour = wanted;
      changed.fire();
    }),
    // How often it was asked.
    vscode.commands.registerCommand('incidentDeskTest.asked', () => asked),
    vscode.lm.registerLanguageModelChatProvider('incident-desk-test', {
      onDidChangeLanguageModelChatInformation: changed.event,
      provideLanguageModelChatInformation: () => (behaviour === 'gone' ? [] : [MODEL]),
      provideLanguageModelChatResponse: async (_model, messages, _options, progress, token) => {
        asked += 1;
        if (behaviour === 'broken') throw new Error('The quota is used up');
        if (behaviour === 'silent') {
          return new Promise((resolve) => token.onCancellationRequested(() => resolve()));
        }
        progress.report(new vscode.LanguageModelTextPart(messages.map(said).join('\n')));
      },
      provideTokenCount: async () => 1,
    }),
  );
}

function said({ role, content }: vscode.LanguageModelChatRequestMessage): string {
  const who = role === vscode.LanguageModelChatMessageRole.User ? 'user' : 'assistant';
  const parts = content.map((part) => {
    if (part instanceof vscode.LanguageModelTextPart) return part.value;
    return part instanceof vscode.LanguageModelDataPart ? `${part.mimeType} of ${part.data.length} bytes` : 'unknown';
  });
  return `${who}: ${parts.join(' ')}`;
}
