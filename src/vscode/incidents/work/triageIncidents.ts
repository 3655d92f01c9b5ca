import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { AppError } from '../../../core/errors.ts';
import { triageArguments } from '../../../core/incidents/work/triageArguments.ts';
import type { PromptDescription } from '../../../core/mcp/descriptions.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import { PROMPT } from '../../../shared/names.ts';
import { pickFrom } from '../../quickInput/pickFrom.ts';
import { plainLabel } from '../../quickInput/plainLabel.ts';
import { renderWith } from '../../prompts/renderPrompt.ts';
import { serverOf } from '../../servers/serverOf.ts';
import type { WorkOptions } from './workOptions.ts';

const { t } = vscode.l10n;

const FOCUS = 'focus';
/** What a server that suggests nothing takes, as the first incident servers do. */
const USUAL = ['severity', 'patterns'];
const argumentSchema = z.object({ serverId: z.string() });

type Arguments = Readonly<Record<string, string>>;
type FocusItem = vscode.QuickPickItem & { readonly args: Arguments };

/**
 * "Triage Incidents": asks by what, and shows what the server makes of its prompt `triage_incidents`, for all incidents
 * or for those that the list shows.
 */
export async function triageIncidents(options: WorkOptions, argument: unknown): Promise<void> {
  const { registry, withStepUp, showPrompt } = options;
  const { data } = argumentSchema.safeParse(argument);
  const client = await serverOf(registry, data, t('Triage the incidents of which server?'));
  const { prompt, args } = await withStepUp(client, () => askFocus(options, client));
  await showPrompt(await renderWith(client, withStepUp, prompt, args));
}

/** @throws AppError `prompt_missing`, `cancelled` */
async function askFocus(
  options: WorkOptions,
  client: ServerClient,
): Promise<{ readonly prompt: PromptDescription; readonly args: Arguments }> {
  let prompt: PromptDescription | undefined;
  const load = async (signal: AbortSignal): Promise<readonly FocusItem[]> => {
    const connection = await client.connection({ signal });
    prompt = (await connection.listPrompts({ signal })).find(({ name }) => name === PROMPT.triageIncidents);
    if (!prompt) throw new AppError('prompt_missing', { prompt: PROMPT.triageIncidents, server: client.entry.name });
    const focuses = await focusesOf(client, prompt, signal);
    return focusItems(focuses, filteredBy(options, client, prompt));
  };
  const { args } = await pickFrom(load, { title: t('Triage Incidents'), placeHolder: t('By what?') });
  if (!prompt) throw new AppError('cancelled');
  return { prompt, args };
}

/** Suggestions are a help: where they fail or there are none, the usual ones are offered. */
async function focusesOf(
  client: ServerClient,
  { name, arguments: described }: PromptDescription,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (!described.some((one) => one.name === FOCUS)) return [];
  const connection = await client.connection({ signal });
  const input = { name: FOCUS, value: '', given: {} };
  const suggested = await connection
    .complete({ kind: 'prompt', name }, input, { signal })
    .catch(() => ({ values: [] }));
  return suggested.values.length > 0 ? suggested.values : USUAL;
}

/** The arguments that leave out what the list does; undefined where it shows all, or the server cannot. */
function filteredBy(
  { activeFilter }: WorkOptions,
  { id }: ServerClient,
  { arguments: described }: PromptDescription,
): Arguments | undefined {
  const filter = activeFilter?.(id);
  const known = described.map(({ name }) => name);
  return filter && triageArguments(filter, known);
}

function focusItems(focuses: readonly string[], filtered: Arguments | undefined): readonly FocusItem[] {
  const items = (args: Arguments): FocusItem[] =>
    focuses.length === 0
      ? [{ label: t('Triage'), iconPath: new vscode.ThemeIcon('checklist'), args }]
      : focuses.map((focus) => ({ ...focusWords(focus), args: { ...args, [FOCUS]: focus } }));
  if (!filtered) return items({});
  return [
    separator(t('The incidents that the list shows: {0}', plainLabel(Object.values(filtered).join(' · ')))),
    ...items(filtered),
    separator(t('All unresolved incidents')),
    ...items({}),
  ];
}

function separator(label: string): FocusItem {
  return { label, kind: vscode.QuickPickItemKind.Separator, args: {} };
}

function focusWords(focus: string): vscode.QuickPickItem {
  if (focus === 'severity') {
    const detail = t('What to work on first, and the next step for each');
    return { label: t('By severity'), detail, iconPath: new vscode.ThemeIcon('list-ordered') };
  }
  if (focus === 'patterns') {
    const detail = t('Which incidents may share a cause, and where to look first');
    return { label: t('By patterns'), detail, iconPath: new vscode.ThemeIcon('type-hierarchy') };
  }
  return { label: plainLabel(focus), iconPath: new vscode.ThemeIcon('checklist') };
}
