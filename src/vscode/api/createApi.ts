import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import type { CallOptions, McpConnection } from '../../core/mcp/connection.ts';
import type { ToolDescription } from '../../core/mcp/descriptions.ts';
import type { ServerClient } from '../../core/mcp/serverClient.ts';
import type { Memory } from '../../core/oauth/discovery/resourceRefusals.ts';
import type { Accounts } from '../auth/accounts/accountTokens.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import type { Feature } from '../commands/feature.ts';
import { QuestionQueue } from '../requests/questionQueue.ts';
import { failureOfCall } from '../tools/failureOfCall.ts';
import { createApiConsents, type ApiConsents } from './apiConsents.ts';
import { askToCall, askToRead } from './askApiConsent.ts';
import type { ApiTool, IncidentDeskApi } from './incidentDeskApi.ts';

const { t } = vscode.l10n;

/** For calls that are never given up. */
const NEVER = new AbortController().signal;

/** What the API is built from. */
export interface ApiOptions {
  readonly registry: ServerRegistry;
  readonly accounts: Accounts;
  /** Where the person's consents are kept. */
  readonly memory: Memory;
}

/** Answers other extensions. */
export interface Api extends Feature<'incidentDesk.forgetAllowedExtensions'> {
  /** @throws Error for an id that no installed extension has */
  readonly apiFor: (extensionId: string) => IncidentDeskApi;
}

interface ApiParts extends ApiOptions {
  readonly consents: ApiConsents;
  readonly questions: QuestionQueue;
}

/** Makes the {@link Api}. */
export function createApi(options: ApiOptions): Api {
  const consents = createApiConsents(options.memory);
  const parts = { ...options, consents, questions: new QuestionQueue() };
  return {
    apiFor: (extensionId) => apiFor(extensionId, parts),
    commands: {
      'incidentDesk.forgetAllowedExtensions': async () => {
        await consents.forget();
        void vscode.window.showInformationMessage(t('Other extensions ask again before they read from your servers.'));
      },
    },
    dispose: () => undefined,
  };
}

function apiFor(extensionId: string, { registry, accounts, consents, questions }: ApiParts): IncidentDeskApi {
  const { id, name } = installedExtension(extensionId);
  const askerOf = ({ entry }: ServerClient) => ({ extension: `${name} (${id})`, server: entry.name });
  const mayRead = ({ signal = NEVER }: CallOptions, client: ServerClient): Promise<void> =>
    questions.ask(id, signal, async () => {
      if (consents.has(id, client.id)) return;
      await askToRead(askerOf(client));
      await consents.give(id, client.id);
    });
  const connected = async (serverId: string, options: CallOptions) => {
    const client = clientOf(registry, serverId);
    if (!(await accounts.current(serverId))) throw new AppError('signed_out', { server: client.entry.name });
    await mayRead(options, client);
    return { client, connection: await client.connection(options) };
  };
  return {
    listServers: async () =>
      Promise.all(
        registry.list().map(async (client) => ({
          ...{ id: client.id, name: client.entry.name, url: client.entry.url },
          isSignedIn: (await accounts.current(client.id)) !== undefined,
        })),
      ),
    listTools: async (serverId, options = {}) => {
      const { connection } = await connected(serverId, options);
      return (await connection.listTools(options)).map(apiTool);
    },
    callTool: async (serverId, tool, given, options = {}) => {
      // As they are now: whoever gave them could change them while the person reads them.
      const args = structuredClone(given);
      const { client, connection } = await connected(serverId, options);
      const known = await toolOf(connection, tool, options);
      if (!known) throw new AppError('tool_missing', { tool, server: client.entry.name });
      if (!known.readOnly) {
        const { signal = NEVER } = options;
        await questions.ask(id, signal, () => askToCall(askerOf(client), known.title, args));
      }
      return connection.callTool(tool, args, options).catch((error: unknown) => {
        throw failureOfCall(error, known, client.entry.name);
      });
    },
    readResource: async (serverId, uri, options = {}) => {
      const { connection } = await connected(serverId, options);
      return connection.readResource(uri, options);
    },
  };
}

/** @throws Error for an id that no installed extension has */
function installedExtension(extensionId: string): { readonly id: string; readonly name: string } {
  const extension = vscode.extensions.getExtension(extensionId);
  if (!extension)
    throw new Error(`No extension "${extensionId}" is installed: getAPI needs the id of the one that calls.`);
  const manifest: unknown = extension.packageJSON;
  const name =
    typeof manifest === 'object' && manifest !== null && 'displayName' in manifest ? manifest.displayName : undefined;
  return { id: extension.id.toLowerCase(), name: typeof name === 'string' ? name : extension.id };
}

/** @throws AppError `unknown_server` */
function clientOf(registry: ServerRegistry, serverId: string): ServerClient {
  const client = registry.get(serverId);
  if (!client) throw new AppError('unknown_server', { server: serverId });
  return client;
}

async function toolOf(
  connection: McpConnection,
  name: string,
  options: CallOptions,
): Promise<ToolDescription | undefined> {
  return (await connection.listTools(options)).find((tool) => tool.name === name);
}

function apiTool({ name, title, description, inputSchema, readOnly }: ToolDescription): ApiTool {
  return { name, title, description, inputSchema, readOnly };
}
