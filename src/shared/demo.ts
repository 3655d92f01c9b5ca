import * as z from 'zod/mini';

/**
 * What a running local demo says of itself: the line it prints when it is ready and the content of
 * `demo.json` in its folder. Ports stay the same from one start to the next.
 */
export const demoInfoSchema = z.object({
  /** Process id of the demo. */
  pid: z.number(),
  /** Address of the protected MCP server, ending in `/mcp`. */
  serverUrl: z.string(),
  /** Issuer of the stand-in for Okta. */
  issuer: z.string(),
  /** Client id that is registered there for the extension. */
  clientId: z.string(),
  /** Address of the relay page, registered as a redirect URI. */
  relay: z.string(),
});
/** A parsed {@link demoInfoSchema}. */
export type DemoInfo = z.infer<typeof demoInfoSchema>;
