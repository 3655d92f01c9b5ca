import { isAppError } from '../../../core/errors.ts';
import { promptText } from '../../../core/mcp/documents/promptText.ts';
import type { PromptDescription } from '../../../core/mcp/descriptions.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';

/** A prompt's arguments, by what the server says that it takes. */
export type ArgumentsOf = (prompt: PromptDescription) => Readonly<Record<string, string>>;

/** The text of a server's prompt of that name; undefined where it has none that works. @throws AppError of the connection */
export async function serverPrompt(
  client: ServerClient,
  name: string,
  args: ArgumentsOf,
  signal: AbortSignal,
): Promise<string | undefined> {
  const connection = await client.connection({ signal });
  if (!connection.offers.prompts) return undefined;
  const prompt = (await connection.listPrompts({ signal })).find((one) => one.name === name);
  if (!prompt) return undefined;
  try {
    return promptText(await connection.renderPrompt(name, args(prompt), { signal })).text || undefined;
  } catch (error) {
    if (isAppError(error, 'prompt_failed')) return undefined;
    throw error;
  }
}
