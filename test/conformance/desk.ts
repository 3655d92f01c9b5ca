import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError, isAppError, isSignedOut } from '../../src/core/errors.ts';
import type { McpConnection } from '../../src/core/mcp/connection.ts';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import type { TokenSource } from '../../src/core/mcp/serverClient.ts';
import { createWithStepUp } from '../../src/core/mcp/withStepUp.ts';
import type { Session } from '../../src/core/oauth/sessions/session.ts';
import { Sessions } from '../../src/core/oauth/sessions/sessions.ts';
import { realEffects } from '../integration/support/connectTo.ts';
import { MemorySecrets } from '../integration/support/memorySecrets.ts';
import type { Assignment } from './context.ts';
import { setUp } from './setUp.ts';
import { createSignIn } from './signIn.ts';

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
export async function openDesk(assignment: Assignment): Promise<Desk> {
  const effects = realEffects();
  const secrets = new MemorySecrets();
  const entry = await setUp(assignment, secrets, effects);
  const directory = await mkdtemp(path.join(tmpdir(), 'incident-desk-'));
  const sessions = new Sessions({ secrets, directory, effects });
  const signIn = createSignIn(entry, assignment.context, secrets, effects);
  // Whoever signed in last is asked for tokens, as VS Code has it.
  let current: Session | undefined;
  const client = createServerClient({
    entry,
    tokens: assignment.scenario.startsWith('auth/') ? tokensOf(sessions, () => current) : NO_SESSION,
    effects,
    clientVersion: '0.0.0',
    requests: async () => ({ elicit: async () => ({ action: 'accept', content: {} }) }),
  });
  const renew = async (demanded?: readonly string[]): Promise<void> => {
    current = await sessions.add(await signIn(demanded && { granted: current?.scopes ?? [], demanded }));
    await client.reset();
  };
  const withStepUp = createWithStepUp((_, scopes) => renew(scopes));
  return {
    use: async (work) => {
      for (let signIns = 0; ; signIns++) {
        try {
          return await withStepUp(client, async () => work(await client.connection()));
        } catch (error) {
          const mayHelp = isSignedOut(error) || isAppError(error, 'unauthorized');
          if (!mayHelp || signIns === SIGN_INS) throw error;
          await renew();
        }
      }
    },
    close: async () => {
      await client.reset();
      sessions.dispose();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The tokens of whoever signed in last. */
function tokensOf(sessions: Sessions, current: () => Session | undefined): TokenSource {
  const id = (): string => {
    const session = current();
    if (!session) throw new AppError('signed_out', { server: 'Conformance' });
    return session.id;
  };
  return {
    token: async () => sessions.token(id()),
    replace: async (rejected) => sessions.replace(id(), rejected),
  };
}
