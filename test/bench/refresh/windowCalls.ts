import assert from 'node:assert/strict';
import type { Effects } from '../../../src/core/effects.ts';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import type { TokenSource } from '../../../src/core/mcp/serverClient.ts';
import { tokenText } from '../../../src/core/oauth/tokens/accessToken.ts';
import { TOOL } from '../../../src/shared/names.ts';
import { postRpc } from '../../integration/support/postRpc.ts';

/** Calls the protected server once; throws at anything but success. */
export type CallOnce = () => Promise<void>;

/** Through the client of the product. */
export function callsByClient(url: string, tokens: TokenSource, effects: Effects): CallOnce {
  const entry = { name: 'Bench', url, resource: 'auto', signIn: 'auto' } as const;
  const client = createServerClient({ entry, tokens, effects, clientVersion: '0.0.0' });
  return async () => {
    const { isError } = await (await client.connection()).callTool(TOOL.getMe, {});
    assert.ok(!isError, 'the tool failed');
  };
}

/** By bare requests that use the tokens as the client does: one that is refused is replaced, and the request sent again. */
export function bareCalls(url: string, tokens: TokenSource): CallOnce {
  const send = async (token: string): Promise<number> => {
    const response = await postRpc(url, { method: 'tools/call', params: { name: TOOL.getMe, arguments: {} } }, token);
    await response.arrayBuffer();
    return response.status;
  };
  return async () => {
    const token = tokenText(await tokens.token());
    let status = await send(token);
    if (status === 401) {
      await tokens.replace(token);
      status = await send(tokenText(await tokens.token()));
    }
    if (status !== 200) throw new Error(`answered ${status}`);
  };
}
