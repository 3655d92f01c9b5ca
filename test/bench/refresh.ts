import { shareSession } from './refresh/shareSession.ts';
import type { ShareOptions, ShareResult } from './refresh/shareSession.ts';
import type { Delivery } from './refresh/sharedSecrets.ts';

/** Ways in which SecretStorage tells the other windows what one stored. */
export const DELIVERIES: readonly { readonly name: string; readonly delivery: Delivery }[] = [
  { name: 'at once', delivery: 0 },
  { name: '500 ms late', delivery: 500 },
  { name: 'never', delivery: 'never' },
];

/** Answers lost and holders killed in one run. */
export const INJECTED_FAULTS = 2;

const SCALE: Omit<ShareOptions, 'delivery'> = {
  processes: 50,
  mcpClients: 8,
  expiries: 20,
  lifetime: 3,
  grace: 3,
  pause: 500,
  faults: { dropAnswerAt: 7, killHolderAt: 14 },
};

type Totals = Pick<ShareResult, 'expiries' | 'refreshes' | 'signOuts'> & { readonly failed: number };

function line({ expiries, refreshes, signOuts, failed }: Totals): string {
  return `refresh: ${expiries} expiries, ${refreshes} refreshes, ${signOuts} sign-outs, ${failed} failed calls`;
}

function totalsOf({ failures, ...rest }: ShareResult): Totals {
  return { ...rest, failed: failures.length };
}

/** Whether nobody was signed out, no call failed, and each expiry took one refresh, and one more for each fault at most. */
export function isFlawless({ expiries, refreshes, signOuts, failures, generation, refused }: ShareResult): boolean {
  const hasSpared = refreshes <= expiries + INJECTED_FAULTS && refused === 0;
  return signOuts === 0 && failures.length === 0 && generation === expiries && hasSpared;
}

function reasonsOf(failures: readonly string[]): string {
  const counts = Map.groupBy(failures, (reason) => reason);
  return [...counts].map(([reason, all]) => `${all.length} × ${reason}`).join(', ');
}

/**
 * 50 processes share one session while its token expires 20 times, with SecretStorage telling of changes at once, late
 * and never; prints what came of it. True where nobody noticed.
 */
export async function benchRefresh(): Promise<boolean> {
  const results: ShareResult[] = [];
  for (const { name, delivery } of DELIVERIES) {
    console.log(`\nSecretStorage tells the other windows: ${name}`);
    const started = performance.now();
    const result = await shareSession({ ...SCALE, delivery });
    const { processes, mcpClients, lifetime, grace } = SCALE;
    const seconds = Math.round((performance.now() - started) / 1000);
    console.log(
      `${processes} processes (${mcpClients} with the MCP client), tokens of ${lifetime} s, grace time ${grace} s, ` +
        `one refresh answer dropped, one lock holder killed: ${result.calls} calls, ${result.repaired} of them with a ` +
        `401 that a refresh repaired, in ${seconds} s`,
    );
    if (result.failures.length > 0) console.log(`failed calls: ${reasonsOf(result.failures)}`);
    if (result.refused > 0) console.log(`${result.refused} refreshes were refused by the issuer`);
    if (result.generation !== result.expiries) console.log(`${result.generation} generations were published`);
    console.log(line(totalsOf(result)));
    results.push(result);
  }
  const sum = (of: (totals: Totals) => number) =>
    results
      .map(totalsOf)
      .map(of)
      .reduce((all, one) => all + one, 0);
  console.log('\nAll together');
  console.log(
    line({
      expiries: sum(({ expiries }) => expiries),
      refreshes: sum(({ refreshes }) => refreshes),
      signOuts: sum(({ signOuts }) => signOuts),
      failed: sum(({ failed }) => failed),
    }),
  );
  return results.every(isFlawless);
}
