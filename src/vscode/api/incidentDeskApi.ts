import type { JsonObject, Content, ToolResult } from '../../core/mcp/connection.ts';

/** A configured server, as other extensions see it. */
export interface ApiServer {
  readonly id: string;
  readonly name: string;
  /** Address of its MCP endpoint. */
  readonly url: string;
  readonly isSignedIn: boolean;
}

/** A tool of a server, as other extensions see it. The texts are the server's own. */
export interface ApiTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** JSON Schema (2020-12) of the arguments. */
  readonly inputSchema: JsonObject;
  /** Whether the server says that it changes nothing. */
  readonly readOnly: boolean;
}

/** Options of a call. */
export interface ApiCallOptions {
  readonly signal?: AbortSignal;
}

/**
 * Version 1 of what `activate()` gives other extensions: the signed-in servers, without any token. Every method rejects
 * with an `Error` whose `code` is one of `AppErrorCode`, such as `signed_out` or `cancelled` (the person refused).
 */
export interface IncidentDeskApi {
  listServers(): Promise<readonly ApiServer[]>;
  /** Asks the person once for each extension and server. */
  listTools(serverId: string, options?: ApiCallOptions): Promise<readonly ApiTool[]>;
  /** Asks the person each time, but for tools of which the server says that they change nothing. */
  callTool(serverId: string, name: string, args: JsonObject, options?: ApiCallOptions): Promise<ToolResult>;
  /** Asks the person once for each extension and server. */
  readResource(serverId: string, uri: string, options?: ApiCallOptions): Promise<readonly Content[]>;
}

/** What `activate()` returns. */
export interface IncidentDeskExports {
  /**
   * The API of a version, for the extension with this id. VS Code does not tell who calls, so that the id is a claim:
   * what the person is asked is a courtesy among extensions, which all run with the person's rights, and no boundary.
   * @throws Error for a version that does not exist
   */
  readonly getAPI: (version: 1, extensionId: string) => IncidentDeskApi;
}
