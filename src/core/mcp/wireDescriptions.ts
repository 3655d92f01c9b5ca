import type { Prompt, Tool } from '@modelcontextprotocol/client';
import { labelText, multilineText } from '../shownText.ts';
import type { PromptDescription, ToolDescription } from './connection.ts';
import { isJsonObject } from '../json.ts';

const DESCRIPTION_LENGTH = 4000;

function title(own: string | undefined, annotated: string | undefined, name: string): string {
  return labelText(own ?? '') || labelText(annotated ?? '') || labelText(name);
}

/** A tool as it came over the wire. The texts are made safe to show; the name stays as it is called. */
export function toolDescription({ name, title: own, description, inputSchema, annotations }: Tool): ToolDescription {
  const readOnly = annotations?.readOnlyHint === true;
  return {
    name,
    title: title(own, annotations?.title, name),
    description: multilineText(description ?? '', DESCRIPTION_LENGTH),
    inputSchema: isJsonObject(inputSchema) ? inputSchema : {},
    readOnly,
    destructive: !readOnly && annotations?.destructiveHint !== false,
  };
}

/** The 2026-07-28 revision knows titles of arguments, which the type of the client package does not. */
function titleOf(argument: object): string | undefined {
  return 'title' in argument && typeof argument.title === 'string' ? argument.title : undefined;
}

/** A prompt as it came over the wire, with texts made safe to show. */
export function promptDescription(prompt: Prompt): PromptDescription {
  return {
    name: prompt.name,
    title: title(prompt.title, undefined, prompt.name),
    description: multilineText(prompt.description ?? '', DESCRIPTION_LENGTH),
    arguments: (prompt.arguments ?? []).map((argument) => ({
      name: argument.name,
      title: title(titleOf(argument), undefined, argument.name),
      description: multilineText(argument.description ?? '', DESCRIPTION_LENGTH),
      required: argument.required === true,
    })),
  };
}
