import { isJsonObject, parsedJson } from '../json.ts';
import type { Json, ToolResult } from '../mcp/connection.ts';
import { labelText } from '../shownText.ts';
import { textOf } from './listAnswer.ts';

/** Where servers say who calls: ours and the seed's by the first, others by what their provider gives them. */
const NAMES = ['user_id', 'sub', 'email', 'login'] as const;
const LENGTH = 200;

function nameIn(sent: Json | undefined): string | undefined {
  if (!isJsonObject(sent)) return undefined;
  const names = NAMES.map((name) => sent[name]).filter((value) => typeof value === 'string');
  return names.map((name) => labelText(name, LENGTH)).find((name) => name !== '') ?? nameIn(sent['user']);
}

/** Who the person is to a server, by its answer of `get_me`: structured content or JSON as text; undefined for others. */
export function whoIn(result: ToolResult): string | undefined {
  return nameIn(result.structured) ?? nameIn(parsedJson(textOf(result)));
}
