import type { Prompt, Resource, ResourceTemplateType, ServerCapabilities, Tool } from '@modelcontextprotocol/client';
import { isJsonObject } from '../json.ts';
import { labelText, multilineText } from '../shownText.ts';
import type {
  Described,
  PromptDescription,
  ResourceDescription,
  ResourceTemplateDescription,
  ServerOffers,
  ToolDescription,
} from './descriptions.ts';
import { icons } from './icons.ts';

const DESCRIPTION_LENGTH = 4000;
const TYPE_LENGTH = 200;

interface WireItem {
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly icons?: Tool['icons'] | undefined;
}

/** What all items have; `annotated` is the title that 2025-03-26 put into a tool's annotations. */
function described({ name, title: own, description, icons: sent }: WireItem, annotated?: string): Described {
  return {
    name,
    title: labelText(own ?? '') || labelText(annotated ?? '') || labelText(name),
    description: multilineText(description ?? '', DESCRIPTION_LENGTH),
    icons: icons(sent),
  };
}

/** A tool as it came over the wire. The texts are made safe to show; the name stays as it is called. */
export function toolDescription(tool: Tool): ToolDescription {
  const { inputSchema, outputSchema, annotations } = tool;
  const readOnly = annotations?.readOnlyHint === true;
  return {
    ...described(tool, annotations?.title),
    inputSchema: isJsonObject(inputSchema) ? inputSchema : {},
    ...(isJsonObject(outputSchema) ? { outputSchema } : {}),
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
    ...described(prompt),
    arguments: (prompt.arguments ?? []).map((argument) => ({
      name: argument.name,
      title: labelText(titleOf(argument) ?? '') || labelText(argument.name),
      description: multilineText(argument.description ?? '', DESCRIPTION_LENGTH),
      required: argument.required === true,
    })),
  };
}

/** A resource as it came over the wire, with texts made safe to show; the address stays as it is read. */
export function resourceDescription(resource: Resource): ResourceDescription {
  const { uri, mimeType, size } = resource;
  return {
    ...described(resource),
    uri,
    mimeType: labelText(mimeType ?? '', TYPE_LENGTH),
    ...(size !== undefined && size >= 0 ? { size } : {}),
  };
}

/** A template of resources as it came over the wire, with texts made safe to show. */
export function resourceTemplateDescription(template: ResourceTemplateType): ResourceTemplateDescription {
  const { uriTemplate, mimeType } = template;
  return { ...described(template), uriTemplate, mimeType: labelText(mimeType ?? '', TYPE_LENGTH) };
}

/** What a server says that it can do. */
export function serverOffers(capabilities: ServerCapabilities): ServerOffers {
  const { tools, prompts, resources, completions, logging } = capabilities;
  return {
    tools: tools !== undefined,
    prompts: prompts !== undefined,
    resources: resources !== undefined,
    completions: completions !== undefined,
    watching: resources?.subscribe === true,
    logging: logging !== undefined,
  };
}
