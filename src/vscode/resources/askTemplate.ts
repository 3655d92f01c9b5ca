import * as vscode from 'vscode';
import type { ResourceTemplateDescription } from '../../core/mcp/descriptions.ts';
import type { ServerClient } from '../../core/mcp/serverClient.ts';
import { expandTemplate, templateVariables } from '../../core/mcp/uriTemplate.ts';
import { askCompletable } from '../quickInput/askCompletable.ts';
import { askInOrder } from '../quickInput/askInOrder.ts';
import { plainLabel } from '../quickInput/plainLabel.ts';

const { t } = vscode.l10n;

/**
 * Asks for the variables of a template, with the values that the server suggests. Gives them, and the address
 * that they make; `before` are values to correct.
 * @throws AppError `cancelled`, `template_invalid`
 */
export async function askTemplate(
  client: ServerClient,
  { title, uriTemplate, description }: Pick<ResourceTemplateDescription, 'title' | 'uriTemplate' | 'description'>,
  before: readonly string[] = [],
): Promise<{ readonly uri: string; readonly values: readonly string[] }> {
  const variables = templateVariables(uriTemplate);
  const given = (values: readonly string[]): Record<string, string> =>
    Object.fromEntries(variables.flatMap(({ name }, index) => (values[index] ? [[name, values[index]]] : [])));
  const steps = variables.map(({ name, isList }) => {
    const about = isList ? t('Several values are separated by commas.') : plainLabel(description);
    // The address may need it or not: only the server knows. Most need all.
    const argument = { name, title: name, description: about, required: uriTemplate.includes(`{${name}}`) };
    return askCompletable(plainLabel(title), argument, async (value, signal, earlier) => {
      const connection = await client.connection({ signal });
      const input = { name, value, given: given(earlier) };
      return connection.complete({ kind: 'template', uriTemplate }, input, { signal });
    });
  });
  const values = await askInOrder(steps, before);
  return { uri: await expandTemplate(uriTemplate, given(values)), values };
}
