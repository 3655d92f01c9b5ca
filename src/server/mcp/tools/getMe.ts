import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { TOOL } from '../../../shared/names.ts';
import { principalOf } from '../../auth/principal.ts';
import { describedSchema } from '../describedSchema.ts';
import type { ServerParts } from '../serverParts.ts';
import { answer, guarded } from '../toolAnswers.ts';

const inputSchema = describedSchema('refused', z.strictObject({}));
const outputSchema = describedSchema(
  'failed',
  z.object({
    user_id: z.string(),
    uid: z.string().nullable(),
    issuer: z.string(),
    audience: z.union([z.string(), z.array(z.string())]),
    client_id: z.string(),
    scopes: z.array(z.string()),
    issued_at: z.string().nullable(),
    expires_at: z.string(),
    token_id: z.string().nullable(),
  }),
);

function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

/** Adds the tool that says who calls, by the claims of the verified access token. */
export function registerGetMe(server: McpServer, { report }: ServerParts): void {
  server.registerTool(
    TOOL.getMe,
    {
      title: 'Who Am I',
      description: 'Says who you are to this server, by the verified access token.',
      inputSchema,
      outputSchema,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    (_arguments, context) =>
      guarded(report, TOOL.getMe, () => {
        const principal = principalOf(context.http?.authInfo);
        const me = {
          user_id: principal.subject,
          uid: principal.uid ?? null,
          issuer: principal.issuer,
          audience: principal.audience,
          client_id: principal.clientId,
          scopes: principal.scopes,
          issued_at: principal.issuedAt === undefined ? null : instant(principal.issuedAt),
          expires_at: instant(principal.expiresAt),
          token_id: principal.tokenId ?? null,
        };
        return answer(JSON.stringify(me, undefined, 2), me);
      }),
  );
}
