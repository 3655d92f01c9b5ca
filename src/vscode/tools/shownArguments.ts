import type { JsonObject } from '../../core/mcp/connection.ts';
import { withoutSecrets } from '../../core/mcp/toolArguments/withoutSecrets.ts';
import { shownPart } from '../words/shownPart.ts';
import { MASK } from './valueText.ts';

const LENGTH = 1000;

/** Arguments as a dialog shows them: a bounded text without links, secrets masked. */
export function shownArguments(args: JsonObject, schema: JsonObject): string {
  const json = JSON.stringify(withoutSecrets(args, schema, MASK), undefined, 2);
  return shownPart(json, LENGTH).replaceAll('](', '] (');
}
