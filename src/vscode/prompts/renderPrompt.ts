import * as vscode from 'vscode';
import type { RenderedPrompt } from '../../core/mcp/connection.ts';
import type { PromptDescription } from '../../core/mcp/descriptions.ts';
import type { ServerClient } from '../../core/mcp/serverClient.ts';
import type { WithStepUp } from '../../core/mcp/withStepUp.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import { askInOrder } from '../quickInput/askInOrder.ts';
import { chooseServer } from '../quickInput/chooseServer.ts';
import { nothingToPick, pickFrom } from '../quickInput/pickFrom.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import { withCallProgress } from '../withCallProgress.ts';
import { askPromptArgument } from './askPromptArgument.ts';

const { t } = vscode.l10n;

/** A prompt and what the server made of it. */
export interface Rendered {
  readonly title: string;
  readonly prompt: RenderedPrompt;
}

/**
 * Lets the person pick a prompt, asks for its arguments and has the server render it.
 * @throws AppError `cancelled`, and whatever the server's calls throw
 */
export async function renderPrompt(registry: ServerRegistry, withStepUp: WithStepUp): Promise<Rendered> {
  const client = await chooseServer(registry, t('Render a prompt of which server?'));
  const prompt = await withStepUp(client, () => pickPrompt(client));
  const title = prompt.title || prompt.name;
  const args = await askArguments(client, prompt);
  const rendered = await withStepUp(client, () =>
    withCallProgress(t('Rendering {0}…', plainLabel(title)), async (options) => {
      const connection = await client.connection({ signal: options.signal });
      return connection.renderPrompt(prompt.name, args, options);
    }),
  );
  return { title, prompt: rendered };
}

async function pickPrompt(client: ServerClient): Promise<PromptDescription> {
  const { prompt } = await pickFrom(
    async (signal) => {
      const connection = await client.connection({ signal });
      const prompts = await connection.listPrompts({ signal });
      if (prompts.length === 0) throw nothingToPick(t('{0} offers no prompts.', client.entry.name));
      return prompts.map((description) => ({ ...promptItem(description), prompt: description }));
    },
    { title: t('Render Prompt'), placeHolder: t('Pick a prompt of {0}', client.entry.name) },
  );
  return prompt;
}

function promptItem({ name, title, description }: PromptDescription): vscode.QuickPickItem {
  return {
    label: plainLabel(title || name),
    description: title === '' || title === name ? '' : plainLabel(name),
    detail: plainLabel(description),
    iconPath: new vscode.ThemeIcon('comment-discussion'),
  };
}

/** The arguments by name, required ones asked first; those left empty are not sent. */
async function askArguments(client: ServerClient, prompt: PromptDescription): Promise<Record<string, string>> {
  const inOrder = prompt.arguments.toSorted((a, b) => Number(b.required) - Number(a.required));
  const title = plainLabel(prompt.title || prompt.name);
  const values = await askInOrder(
    inOrder.map((argument) =>
      askPromptArgument(title, argument, async (value, signal) => {
        const connection = await client.connection({ signal });
        const reference = { kind: 'prompt', name: prompt.name } as const;
        const { values } = await connection.complete(reference, { name: argument.name, value, given: {} }, { signal });
        return values;
      }),
    ),
  );
  const entries = inOrder.map(({ name }, index) => [name, values[index] ?? ''] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}
