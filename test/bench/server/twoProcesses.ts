import { TOOL } from '../../../src/shared/names.ts';
import { startPostgres } from '../../integration/support/postgres/startPostgres.ts';
import { startTokenIssuer, type TokenIssuer } from '../../integration/support/tokenIssuer.ts';
import { bareCaller, type Caller } from '../calls/callers.ts';
import { startServerProcess } from '../calls/startServerProcess.ts';
import { median } from '../tree/measure.ts';

const ROUNDS = 7;
const CALLS = 300;
const IN_FLIGHT = 16;
/** Of so many calls one writes. */
const WRITES_EACH = 10;

const LIST = { name: TOOL.listIncidents, arguments: { sort: 'urgency', limit: 50 } };
const CREATE = { name: TOOL.createIncident, arguments: { title: 'Login fails', severity: 'high', service: 'login' } };

/** One who reads and one who writes at the same server. */
interface Pair {
  readonly read: Caller;
  readonly write: Caller;
}

async function pairFor(url: string, token: string): Promise<Pair> {
  return { read: await bareCaller(url, token, LIST), write: await bareCaller(url, token, CREATE) };
}

/** Calls per second, spread over the servers. */
async function rate(pairs: readonly Pair[]): Promise<number> {
  let made = 0;
  const oneAfterAnother = async (): Promise<void> => {
    while (made < CALLS) {
      const number = made++;
      const pair = pairs[number % pairs.length];
      await (number % WRITES_EACH === 0 ? pair?.write : pair?.read)?.call();
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: IN_FLIGHT }, oneAfterAnother));
  return CALLS / ((performance.now() - started) / 1000);
}

async function measure(issuer: TokenIssuer, databaseUrl: string): Promise<number> {
  const setUp = { issuer: issuer.issuer, audience: issuer.audience, databaseUrl };
  const servers = await Promise.all([startServerProcess(setUp), startServerProcess(setUp)]);
  const token = await issuer.token();
  const pairs = await Promise.all(servers.map(({ url }) => pairFor(url, token)));
  const rates: { readonly one: number; readonly two: number }[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      const [one, two] = [await rate(pairs.slice(0, 1)), await rate(pairs)];
      // The first round warms up.
      if (round > 0) rates.push({ one, two });
    }
  } finally {
    for (const { read, write } of pairs) await Promise.all([read.close(), write.close()]);
    await Promise.all(servers.map((server) => server.close()));
  }
  const [one, two] = [median(rates.map((each) => each.one)), median(rates.map((each) => each.two))];
  console.log(`  ${one.toFixed(0)} calls per second with one process, ${two.toFixed(0)} with two`);
  return median(rates.map((each) => each.two / each.one));
}

/** How many times as many calls two server processes on one PostgreSQL answer as one does; one call in ten writes. */
export async function compareProcesses(): Promise<number> {
  const postgres = await startPostgres();
  const issuer = await startTokenIssuer();
  try {
    return await measure(issuer, await postgres.createDatabase());
  } finally {
    await issuer.close();
    await postgres.stop();
  }
}
