import * as vscode from 'vscode';
import { wordsLikeIds } from '../../../core/chat/namedIncidents.ts';
import { PROMPT } from '../../../shared/names.ts';
import { TASK } from '../../../core/chat/tasks.ts';
import type { PromptDescription } from '../../../core/mcp/descriptions.ts';
import { countOf, dataOf, referencesTo } from './dataOf.ts';
import { postmortemOf } from './followups.ts';
import type { Gathered, Said } from './gathered.ts';
import type { Reach } from './reach.ts';
import { serverPrompt } from './serverPrompt.ts';

const { t } = vscode.l10n;

/** `/postmortem ID`: by the server's own prompt where it has one, else from the facts. */
export async function postmortem(asked: string, reach: Reach): Promise<Gathered | Said> {
  const [id = asked.split(/\s+/)[0] ?? ''] = wordsLikeIds(asked);
  if (id === '') return askWhich(reach);
  const found = (await reach.named([id])).filter(({ value }) => value.length > 0);
  if (countOf(found) === 0) {
    return { say: t('There is no incident {0} that you could see.', `\`${id.replaceAll('`', '')}\``), followups: [] };
  }
  const prompts = await reach.each(async (client) => {
    const incident = found.find((one) => one.client === client)?.value[0];
    if (!incident) return undefined;
    return serverPrompt(client, PROMPT.writePostmortem, (prompt) => idArgument(prompt, incident.id), reach.signal);
  });
  const data = dataOf(found, reach.limit, true);
  const worded = prompts.flatMap(({ client, value }) =>
    value === undefined ? [] : [{ from: client.entry.name, text: value, isTask: true }],
  );
  const known = referencesTo(found);
  // The prompt has the facts in it.
  if (worded.length === found.length) return { task: TASK.triageAsServer, data: worded, known, followups: [] };
  return { task: TASK.postmortem, data, known, followups: [] };
}

async function askWhich(reach: Reach): Promise<Said> {
  const known = referencesTo(await reach.unresolved()).slice(0, 3);
  return { say: t('Which incident? Write its ID after {0}.', '`/postmortem`'), followups: postmortemOf(known) };
}

function idArgument({ arguments: takes }: PromptDescription, id: string): Record<string, string> {
  const argument = takes.find(({ name }) => /id$/i.test(name)) ?? takes.find(({ required }) => required) ?? takes[0];
  return argument ? { [argument.name]: id } : {};
}
