import { SCOPE, TOOL } from '../../shared/names.ts';
import { messageSchema } from '../mcp/messageSchema.ts';

const READ = [SCOPE.read] as const;
/** Writing answers with the incident, so it needs reading too. */
const WRITE = [SCOPE.read, SCOPE.write] as const;

const TOOL_SCOPES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  [TOOL.listIncidents, READ],
  [TOOL.createIncident, WRITE],
  [TOOL.updateIncident, WRITE],
  [TOOL.addIncidentNote, WRITE],
  [TOOL.getMe, []],
]);

const METHOD_SCOPES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['resources/read', READ],
  ['resources/subscribe', READ],
  ['subscriptions/listen', READ],
  ['prompts/get', READ],
  ['completion/complete', READ],
]);

/**
 * Every scope that the JSON-RPC message in a request body needs. `required` stands in for the scopes of each tool where
 * an authorization server has but one for all of them, such as `mcp:access`.
 */
export function scopesNeeded(body: unknown, required?: readonly string[]): readonly string[] {
  if (required !== undefined) return required;
  const parsed = messageSchema.safeParse(body);
  if (!parsed.success) return [];
  const { method, params } = parsed.data;
  if (method !== 'tools/call') return METHOD_SCOPES.get(method) ?? [];
  // A tool that this table forgets can still not be called by everybody.
  return TOOL_SCOPES.get(params?.name ?? '') ?? WRITE;
}
