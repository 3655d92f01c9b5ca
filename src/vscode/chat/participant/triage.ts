import * as vscode from 'vscode';
import { TASK } from '../../../core/chat/tasks.ts';
import { PROMPT } from '../../../shared/names.ts';
import { countOf, dataOf, referencesTo } from './dataOf.ts';
import type { Gathered, Said } from './gathered.ts';
import type { Reach } from './reach.ts';
import { serverPrompt } from './serverPrompt.ts';

const { t } = vscode.l10n;

/** `/triage [severity|patterns]`: by the server's own prompt where it has one. */
export async function triage(asked: string, reach: Reach): Promise<Gathered | Said> {
  const focus = /^patterns?\b/i.test(asked) ? 'patterns' : 'severity';
  const unresolved = await reach.unresolved();
  if (countOf(unresolved) === 0) return { say: t('There are no incidents to triage. All quiet.'), followups: [] };
  const prompts = await reach.each((client) =>
    serverPrompt(client, PROMPT.triageIncidents, (prompt) => focusArgument(prompt.arguments, focus), reach.signal),
  );
  const own = focus === 'patterns' ? TASK.triageByPatterns : TASK.triageBySeverity;
  const data = dataOf(unresolved, reach.limit, false).map((block) => {
    const text = prompts.find(({ client }) => client.entry.name === block.from)?.value;
    return text === undefined ? block : { ...block, text, isTask: true };
  });
  const next: vscode.ChatFollowup =
    focus === 'patterns'
      ? { command: 'triage', prompt: 'severity', label: t('Triage by severity') }
      : { command: 'triage', prompt: 'patterns', label: t('Look for patterns') };
  const task = data.some(({ isTask }) => isTask) ? `${own} ${TASK.triageAsServer}` : own;
  return { task, data, known: referencesTo(unresolved), followups: [next] };
}

function focusArgument(takes: readonly { readonly name: string }[], focus: string): Record<string, string> {
  return takes.some(({ name }) => name === 'focus') ? { focus } : {};
}
