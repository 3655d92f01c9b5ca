import * as z from 'zod/mini';

/** What the suite tells a client beside the server's address; each scenario fills in what it is about. */
const contextSchema = z.object({
  client_id: z.exactOptional(z.string()),
  client_secret: z.exactOptional(z.string()),
  private_key_pem: z.exactOptional(z.string()),
  idp_client_id: z.exactOptional(z.string()),
  idp_id_token: z.exactOptional(z.string()),
  idp_issuer: z.exactOptional(z.string()),
  idp_token_endpoint: z.exactOptional(z.string()),
  toolCalls: z.exactOptional(z.array(z.object({ name: z.string(), arguments: z.record(z.string(), z.json()) }))),
});

/** See {@link contextSchema}. */
export type Context = z.infer<typeof contextSchema>;

/** What the suite started this process for. */
export interface Assignment {
  readonly scenario: string;
  readonly url: string;
  readonly context: Context;
}

/** Reads the suite's environment variables, and the server's address that it appends to the command. */
export function readAssignment(environment: NodeJS.ProcessEnv, args: readonly string[]): Assignment {
  const scenario = z.string().parse(environment['MCP_CONFORMANCE_SCENARIO']);
  const context = contextSchema.parse(JSON.parse(environment['MCP_CONFORMANCE_CONTEXT'] ?? '{}'));
  return { scenario, url: z.url().parse(args.at(-1)), context };
}
