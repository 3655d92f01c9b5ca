import * as vscode from 'vscode';
import type { PromptDescription } from '../../../core/mcp/descriptions.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import { PROMPT } from '../../../shared/names.ts';
import { renderWith } from '../../prompts/renderPrompt.ts';
import { plainText } from '../../words/plainText.ts';
import { sharedLink } from '../links/sharedLink.ts';
import { postmortemDraft } from './postmortemDraft.ts';
import { readWanted, wantedIncident } from './wantedIncident.ts';
import type { WorkOptions } from './workOptions.ts';

const { t } = vscode.l10n;

const ID = 'incident_id';

/**
 * "Write Post-mortem": shows what the server makes of its prompt `write_postmortem` for an incident. Where it has no
 * such prompt, a draft with the facts and the timeline is opened, to be filled in by hand.
 */
export async function writePostmortem(options: WorkOptions, argument: unknown): Promise<void> {
  const { withStepUp, showPrompt } = options;
  const wanted = await wantedIncident(options, argument, t('Write Post-mortem'));
  const { client, id } = wanted;
  const prompt = await withStepUp(client, () => promptOf(client));
  if (prompt) {
    const rendered = await renderWith(client, withStepUp, prompt, { [ID]: id });
    return showPrompt({ ...rendered, title: `${rendered.title} ${plainText(id)}` });
  }
  const incident = await readWanted(options, wanted);
  const link = sharedLink({ server: client.entry.url, id });
  const content = postmortemDraft(incident, link);
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document, { preview: false });
}

/** Undefined where the server has none that takes the id of an incident and nothing else that is needed. */
async function promptOf(client: ServerClient): Promise<PromptDescription | undefined> {
  const prompts = await (await client.connection()).listPrompts();
  const prompt = prompts.find(({ name }) => name === PROMPT.writePostmortem);
  const takesId = prompt?.arguments.some(({ name }) => name === ID);
  const needsMore = prompt?.arguments.some(({ name, required }) => required && name !== ID);
  return takesId && !needsMore ? prompt : undefined;
}
