import type { CatalogLists } from '../../../../../src/core/mcp/catalog/listState.ts';
import type { ToolDescription } from '../../../../../src/core/mcp/descriptions.ts';
import type { ShownServer } from '../../../../../src/vscode/servers/view/serverNodes.ts';

const NOTHING: CatalogLists = {
  tools: { phase: 'ready', items: [] },
  prompts: { phase: 'ready', items: [] },
  resources: { phase: 'ready', items: [] },
  templates: { phase: 'ready', items: [] },
};
const OFFERS = { completions: false, watching: false, logging: false };

/** A tool as a server may list it. */
export function tool(name: string, more: Partial<ToolDescription> = {}): ToolDescription {
  return {
    name,
    title: name,
    description: '',
    icons: [],
    inputSchema: {},
    destructive: true,
    readOnly: false,
    ...more,
  };
}

/** A server that is connected and has these lists; what it does not list it does not offer. */
export function shownServer(lists: Partial<CatalogLists> = {}, more: Partial<ShownServer> = {}): ShownServer {
  const offers = {
    tools: lists.tools !== undefined,
    prompts: lists.prompts !== undefined,
    resources: lists.resources !== undefined,
    ...OFFERS,
  };
  return {
    serverId: 's',
    entry: { name: 'Production', url: 'https://incidents.example.com/mcp' },
    issuer: undefined,
    account: 'ada (Production)',
    state: { kind: 'connected' },
    about: { serverName: 'Incidents', protocolVersion: '2025-11-25', instructions: '', offers },
    lists: { ...NOTHING, ...lists },
    ...more,
  };
}
