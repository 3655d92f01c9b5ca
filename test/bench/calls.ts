import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beginAuthorization } from '../../src/core/oauth/signIn/authorization.ts';
import { planSignIn } from '../../src/core/oauth/signIn/planSignIn.ts';
import { Sessions } from '../../src/core/oauth/sessions/sessions.ts';
import { tokenText } from '../../src/core/oauth/tokens/accessToken.ts';
import { startAuthorizationServer } from '../../src/demo/authorizationServer/startAuthorizationServer.ts';
import { BARE_REDIRECT } from '../integration/oauth/world.ts';
import { realEffects } from '../integration/support/connectTo.ts';
import { loginByForm } from '../integration/support/loginByForm.ts';
import { MemorySecrets } from '../integration/support/memorySecrets.ts';
import { bareCaller, ourCaller } from './calls/callers.ts';
import type { Caller } from './calls/callers.ts';
import { measureCalls } from './calls/measureCalls.ts';
import type { Load } from './calls/measureCalls.ts';
import { startServerProcess } from './calls/startServerProcess.ts';
import { seedWarmStart, warmStart } from './calls/warmStarts.ts';

const ROUNDS = 5;
const LOADS: readonly Load[] = [
  { inFlight: 1, calls: 1000 },
  { inFlight: 32, calls: 3200 },
];
/** Calls of each side before anything is measured. */
const WARM_UP: Load = { inFlight: 8, calls: 1600 };
const LARGEST_RATIO = 1.03;
const WARM_REQUESTS = { old: 3, new: 1 };

/** The median of the rounds' ratios, with the smallest and the largest. */
interface Ratio {
  readonly median: number;
  readonly spread: string;
}

const ms = (value: number): string => `${value.toFixed(3)} ms`;

async function compare(ours: Caller, bare: Caller, load: Load): Promise<Ratio> {
  const ratios: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    // Whoever comes first in a round comes second in the next.
    const sides = round % 2 === 1 ? [ours, bare] : [bare, ours];
    const measured = await measureCalls(
      sides.map(({ call }) => call),
      load,
    );
    const [our, sdk] = round % 2 === 1 ? measured : measured.toReversed();
    if (!our || !sdk) throw new Error('A side was not measured');
    ratios.push(our.p50 / sdk.p50);
    console.log(
      `  round ${round}: ours p50 ${ms(our.p50)}, p99 ${ms(our.p99)}; bare p50 ${ms(sdk.p50)}, p99 ${ms(sdk.p99)}; ` +
        `p50 ratio ${(our.p50 / sdk.p50).toFixed(3)}, p99 ratio ${(our.p99 / sdk.p99).toFixed(3)}`,
    );
  }
  const sorted = ratios.toSorted((one, other) => one - other);
  const [least = Number.NaN] = sorted;
  const most = sorted.at(-1) ?? Number.NaN;
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    spread: `${least.toFixed(3)}–${most.toFixed(3)}`,
  };
}

/**
 * Times `tools/call` through our client with a session's tokens against the bare client library with a fixed one, and
 * counts the requests of a warm start. True where ours is as quick and a warm start asks for nothing that is known.
 */
export async function benchCalls(): Promise<boolean> {
  const effects = realEffects();
  const directory = await mkdtemp(join(tmpdir(), 'incident-desk-'));
  const issuer = await startAuthorizationServer();
  const server = await startServerProcess(issuer);
  const sessions = new Sessions({ secrets: new MemorySecrets(), directory, effects });
  const callers: Caller[] = [];
  try {
    const { url } = server;
    const entry = { name: 'Bench', url, clientId: issuer.clientId, resource: 'auto', signIn: 'auto' } as const;
    const plan = await planSignIn(entry, effects, {});
    const pending = await beginAuthorization(plan, { redirectUri: BARE_REDIRECT }, effects);
    const { id } = await sessions.add(await pending.redeem(await loginByForm(pending.url, 'engineer')));
    const tokens = {
      token: () => sessions.token(id),
      replace: (rejected: string) => sessions.replace(id, rejected),
    };
    const token = tokenText(await tokens.token());
    const ours = await ourCaller({ entry, tokens, effects, clientVersion: '0.0.0' });
    const bare = await bareCaller(url, token);
    callers.push(ours, bare);
    console.log(
      `tools/call of get_me at our incident server in a process of its own, which verifies each token by the issuer's ` +
        `keys; ours: createServerClient with the tokens of a signed-in session, MCP ${ours.revision}; bare: the client ` +
        `library with a fixed token, MCP ${bare.revision}; ${ROUNDS} rounds in which both take turns; Node ` +
        `${process.versions.node}, ${availableParallelism()} cores`,
    );
    await measureCalls([ours.call, bare.call], WARM_UP);
    const ratios: Ratio[] = [];
    for (const load of LOADS) {
      console.log(`${load.inFlight} in flight, ${load.calls} calls of each side a round:`);
      const ratio = await compare(ours, bare, load);
      console.log(`  median p50 ratio ${ratio.median.toFixed(3)} (${ratio.spread})`);
      ratios.push(ratio);
    }
    const [seed, own] = [await seedWarmStart(), await warmStart(url, token)];
    console.log(`warm start, 2025-11-25: ${seed.join(', ')}`);
    console.log(`warm start, 2026-07-28: ${own.join(', ')}`);
    const [at1, at32] = ratios.map(({ median }) => median.toFixed(3));
    console.log(
      `calls: p50 ratio ${at1} at 1, ${at32} at 32; ` +
        `warm start requests ${seed.length} (2025-11-25), ${own.length} (2026-07-28)`,
    );
    const isQuick = ratios.every(({ median }) => median <= LARGEST_RATIO);
    return isQuick && seed.length === WARM_REQUESTS.old && own.length === WARM_REQUESTS.new;
  } finally {
    for (const caller of callers) await caller.close();
    sessions.dispose();
    await server.close();
    await issuer.close();
    await rm(directory, { recursive: true, force: true });
  }
}
