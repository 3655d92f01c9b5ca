import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError, isSignedOut } from '../../src/core/errors.ts';
import type { McpConnection } from '../../src/core/mcp/connection.ts';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import type { TokenSource } from '../../src/core/mcp/serverClient.ts';
import { Sessions } from '../../src/core/oauth/sessions.ts';
import { serverEntry } from '../../src/core/serverEntry.ts';
import { realEffects } from '../integration/support/connectTo.ts';
import { MemorySecrets } from '../integration/support/memorySecrets.ts';
import type { Assignment } from './context.ts';
import { signIn } from './signIn.ts';

/** The extension without an editor: one server, and core's parts put together as `src/extension.ts` does. */
export interface Desk {
  /** Does something over the server's connection; signs in and does it again where the server asks for that. */
  use<T>(work: (connection: McpConnection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** How often a person signs in before giving up. */
const SIGN_INS = 3;

/** For servers without authorization, which the extension does not connect to: a token that they ignore. */
const NO_SESSION: TokenSource = { token: async () => 'unused', replace: async () => undefined };

/** Opens a desk for the scenario's server. */
export async function openDesk({ scenario, url, context }: Assignment): Promise<Desk> {
  const directory = await mkdtemp(path.join(tmpdir(), 'incident-desk-'));
  const effects = realEffects();
  const entry = serverEntry({
    name: 'Conformance',
    url,
    ...(context.client_id === undefined ? {} : { clientId: context.client_id }),
    ...(context.issuer === undefined ? {} : { issuer: context.issuer }),
  });
  const sessions = new Sessions({ secrets: new MemorySecrets(), directory, effects });
  const client = createServerClient({
    entry,
    tokens: scenario.startsWith('auth/') ? tokensOf(sessions) : NO_SESSION,
    effects,
    clientVersion: '0.0.0',
    onElicitation: async () => ({ action: 'accept', content: {} }),
  });
  return {
    use: async (work) => {
      for (let signIns = 0; ; signIns++) {
        try {
          return await work(await client.connection());
        } catch (error) {
          if (!isSignedOut(error) || signIns === SIGN_INS) throw error;
          await sessions.add(await signIn(entry, effects));
          await client.reset();
        }
      }
    },
    close: async () => {
      await client.reset();
      sessions.dispose();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The tokens of the one session there is. */
function tokensOf(sessions: Sessions): TokenSource {
  const current = async (): Promise<string> => {
    const [session] = await sessions.list();
    if (!session) throw new AppError('signed_out', { server: 'Conformance' });
    return session.id;
  };
  return {
    token: async () => sessions.token(await current()),
    replace: async (rejected) => sessions.replace(await current(), rejected),
  };
}
