import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import * as z from 'zod';
import type { McpConnection } from '../../../src/core/mcp/connection.ts';
import { createServerClient } from '../../../src/core/mcp/createServerClient.ts';
import type { ServerClient } from '../../../src/core/mcp/serverClient.ts';
import { createWithStepUp } from '../../../src/core/mcp/withStepUp.ts';
import { tokenText } from '../../../src/core/oauth/tokens/accessToken.ts';
import { beginAuthorization } from '../../../src/core/oauth/signIn/authorization.ts';
import { planSignIn } from '../../../src/core/oauth/signIn/planSignIn.ts';
import type { PlanOptions } from '../../../src/core/oauth/signIn/planSignIn.ts';
import type { Session } from '../../../src/core/oauth/sessions/session.ts';
import { Sessions } from '../../../src/core/oauth/sessions/sessions.ts';
import { DEMO_PEOPLE } from '../../../src/demo/authorizationServer/people.ts';
import { startAuthorizationServer } from '../../../src/demo/authorizationServer/startAuthorizationServer.ts';
import { CALCULATOR_SCOPE, startCalculatorServer } from '../../peers/calculatorServer.ts';
import type { Calculator, CalculatorOptions } from '../../peers/calculatorServer.ts';
import { realEffects } from './connectTo.ts';
import { loginByForm } from './loginByForm.ts';
import { MemorySecrets } from './memorySecrets.ts';

/** Scopes that the engineer may have too, for a calculator that makes up demands. */
export const FURTHER_SCOPES = ['further.1', 'further.2', 'further.3', 'further.4', 'further.5'];

/** Somebody signed in to a calculator, as the extension would have it, with the stand-in's login page for a browser. */
export interface CalculatorDesk {
  readonly calculator: Calculator;
  readonly client: ServerClient;
  /** Scopes that each step-up was asked for. */
  readonly prompts: (readonly string[])[];
  /** Runs a tool with 5 and 3, with step-up; gives the text of the answer. */
  call(tool: string): Promise<string>;
  /** The scopes in the current access token. */
  scp(): Promise<readonly string[]>;
  /** Requests for a refresh so far. */
  refreshes(): number;
  close(): Promise<void>;
}

/** Starts a stand-in whose engineer may add and subtract and whose viewer may only add, a calculator, and signs in. */
export async function startCalculatorDesk(
  options: Partial<CalculatorOptions> & { readonly person?: 'engineer' | 'viewer' } = {},
): Promise<CalculatorDesk> {
  const { person = 'engineer', ...setUp } = options;
  const people = DEMO_PEOPLE.map((one) => ({
    ...one,
    scopes: one.key === 'engineer' ? [...Object.values(CALCULATOR_SCOPE), ...FURTHER_SCOPES] : [CALCULATOR_SCOPE.add],
  }));
  const issuer = await startAuthorizationServer({ people });
  const calculator = await startCalculatorServer({ issuer: issuer.issuer, audience: issuer.audience, ...setUp });
  const directory = await mkdtemp(join(tmpdir(), 'incident-desk-'));
  const effects = realEffects();
  const sessions = new Sessions({ secrets: new MemorySecrets(), directory, effects });
  const { url } = calculator;
  const entry = { name: 'Calculator', url, clientId: issuer.clientId, resource: 'auto', signIn: 'auto' } as const;
  const prompts: (readonly string[])[] = [];

  async function signIn(stepUp: Pick<PlanOptions, 'stepUp'>): Promise<Session> {
    const plan = await planSignIn(entry, effects, stepUp);
    const redirect = { redirectUri: 'vscode://incident-desk.incident-desk/callback' };
    const pending = await beginAuthorization(plan, redirect, effects);
    return sessions.add(await pending.redeem(await loginByForm(pending.url, person)));
  }

  let session = await signIn({});
  const tokens = {
    token: () => sessions.token(session.id),
    replace: (rejected: string) => sessions.replace(session.id, rejected),
  };
  const client = createServerClient({ entry, tokens, effects, clientVersion: '1.2.3' });
  const withStepUp = createWithStepUp(async (_, demanded) => {
    prompts.push(demanded);
    session = await signIn({ stepUp: { granted: session.scopes, demanded } });
    await client.reset();
  });
  const run = async (connection: McpConnection, tool: string): Promise<string> => {
    const { content } = await connection.callTool(tool, tool === 'get_me' ? {} : { a: 5, b: 3 });
    return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  };
  return {
    calculator,
    client,
    prompts,
    call: (tool) => withStepUp(client, async () => run(await client.connection(), tool)),
    scp: async () => z.array(z.string()).parse(decodeJwt(tokenText(await tokens.token()))['scp']),
    refreshes: () => issuer.requests.filter(({ grantType }) => grantType === 'refresh_token').length,
    close: async () => {
      await client.reset();
      sessions.dispose();
      await calculator.close();
      await issuer.close();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
