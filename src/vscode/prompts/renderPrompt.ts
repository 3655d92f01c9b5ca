import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { RenderedPrompt } from '../../core/mcp/connection.ts';
import type { PromptDescription } from '../../core/mcp/descriptions.ts';
import type { ServerClient } from '../../core/mcp/serverClient.ts';
import type { WithStepUp } from '../../core/mcp/withStepUp.ts';
import { serverOf } from '../servers/serverOf.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import type { ItemReference } from '../servers/itemReference.ts';
import { askCompletable, type Complete } from '../quickInput/askCompletable.ts';
import { askInOrder } from '../quickInput/askInOrder.ts';
import { nothingToPick, pickFrom } from '../quickInput/pickFrom.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';
import { withCallProgress } from '../withCallProgress.ts';

const { t } = vscode.l10n;

/** A prompt and what the server made of it. */
export interface Rendered {
  readonly serverId: string;
  readonly title: string;
  readonly prompt: RenderedPrompt;
}

/**
 * Lets the person pick a prompt, asks for its arguments and has the server render it.
 * @throws AppError `cancelled`, and whatever the server's calls throw
 */
export async function renderPrompt(
  registry: ServerRegistry,
  withStepUp: WithStepUp,
  reference?: ItemReference,
): Promise<Rendered> {
  const client = await serverOf(registry, reference, t('Render a prompt of which server?'));
  const wanted = reference && 'prompt' in reference ? reference.prompt : undefined;
  const prompt = await withStepUp(client, () => pickPrompt(client, wanted));
  return renderWith(client, withStepUp, prompt, await askArguments(client, prompt));
}

/** Has a server render a prompt with these arguments. @throws AppError `cancelled`, and whatever the call throws */
export async function renderWith(
  client: ServerClient,
  withStepUp: WithStepUp,
  { name, title }: PromptDescription,
  args: Readonly<Record<string, string>>,
): Promise<Rendered> {
  const shown = title || name;
  const prompt = await withStepUp(client, () =>
    withCallProgress(t('Rendering {0}…', plainLabel(shown)), async (options) => {
      const connection = await client.connection({ signal: options.signal });
      return connection.renderPrompt(name, args, options);
    }),
  );
  return { serverId: client.id, title: shown, prompt };
}

async function pickPrompt(client: ServerClient, wanted: string | undefined): Promise<PromptDescription> {
  if (wanted !== undefined) return promptOf(client, wanted);
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

/** @throws AppError `prompt_missing` where the server has no such prompt any more */
async function promptOf(client: ServerClient, name: string): Promise<PromptDescription> {
  const connection = await client.connection();
  const prompt = (await connection.listPrompts()).find((one) => one.name === name);
  if (!prompt) throw new AppError('prompt_missing', { prompt: name, server: client.entry.name });
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
    inOrder.map((argument, index) => {
      const complete: Complete = async (value, signal, before) => {
        const connection = await client.connection({ signal });
        const input = { name: argument.name, value, given: namedValues(inOrder, before) };
        return connection.complete({ kind: 'prompt', name: prompt.name }, input, { signal });
      };
      const canStop = !argument.required && index < inOrder.length - 1;
      return askCompletable(title, argument, complete, canStop);
    }),
  );
  return namedValues(inOrder, values);
}

function namedValues(named: readonly { readonly name: string }[], values: readonly string[]): Record<string, string> {
  const entries = named.map(({ name }, index) => [name, values[index] ?? ''] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}
