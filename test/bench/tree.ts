import { mkdtemp, rm } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServerClient } from '../../src/core/mcp/createServerClient.ts';
import { TOOL } from '../../src/shared/names.ts';
import { entryFor, realEffects } from '../integration/support/connectTo.ts';
import { startTokenIssuer } from '../integration/support/tokenIssuer.ts';
import { steeredTokens } from '../integration/support/tokenSource.ts';
import { bareCaller } from './calls/callers.ts';
import { startServerProcess } from './calls/startServerProcess.ts';
import { writeIncidents } from './tree/manyIncidents.ts';
import { CHANGES, loadAll, median, timeBare, timeChange, timeFirstRows } from './tree/measure.ts';
import { treeOf } from './tree/treeOf.ts';

const SIZES = [1000, 10_000, 100_000];
const ROUNDS = 31;
/** Rounds before anything is measured: each size has a client and a server process of its own. */
const WARM_UP = 40;
const CHANGES_EACH = 300;
const LARGEST_RATIO = 1.2;
const LARGEST_GROWTH = 2;
const LARGEST_ROW = 2048;
/** The page that the view asks for first. */
const FIRST_PAGE = { sort: 'urgency', limit: 50 };

interface Measured {
  readonly ratio: number;
  readonly change: number;
  readonly row: number;
}

const ms = (value: number): string => `${value.toFixed(3)} ms`;

/** Bytes of the heap that are in use once what is not has been collected. */
async function usedHeap(): Promise<number> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.collectGarbage');
  session.disconnect();
  return process.memoryUsage().heapUsed;
}

async function measureSize(size: number, folder: string): Promise<Measured> {
  const databasePath = join(folder, `${size}.db`);
  await writeIncidents(databasePath, size);
  const issuer = await startTokenIssuer();
  const server = await startServerProcess({ ...issuer, databasePath });
  const token = await issuer.token();
  const options = { entry: entryFor(server.url), tokens: steeredTokens(token), effects: realEffects() };
  const client = createServerClient({ ...options, clientVersion: '0.0.0' });
  const bare = await bareCaller(server.url, token, { name: TOOL.listIncidents, arguments: FIRST_PAGE });
  try {
    await (await client.incidents()).list({ limit: 1 });
    const rounds: { readonly ours: number; readonly bare: number }[] = [];
    for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
      const isFirst = round % 2 === 0;
      const before = isFirst ? await timeFirstRows(client) : await timeBare(bare);
      const after = isFirst ? await timeBare(bare) : await timeFirstRows(client);
      if (round >= WARM_UP) rounds.push(isFirst ? { ours: before, bare: after } : { ours: after, bare: before });
    }
    const [ours, alone] = [median(rounds.map((one) => one.ours)), median(rounds.map((one) => one.bare))];
    console.log(
      `  first rows: ours ${ms(ours)}, bare ${ms(alone)}, ratio ${(ours / alone).toFixed(3)} (medians of ${ROUNDS})`,
    );
    const bench = treeOf(client);
    const empty = await usedHeap();
    await loadAll(bench);
    const row = ((await usedHeap()) - empty) / size;
    const incidents = bench.lists.all().flatMap(({ state }) => state.incidents);
    console.log(`  ${incidents.length} rows loaded, ${Math.round(row)} bytes of heap each`);
    const medians = Object.entries(CHANGES).map(([name, change]) => {
      const times = Array.from({ length: CHANGES_EACH }, (_, at) => {
        const picked = incidents[(at * 7919) % incidents.length];
        return picked ? timeChange(bench, change(picked), client.id) : Number.NaN;
      });
      console.log(`  one change, ${name}: ${ms(median(times))} (median of ${CHANGES_EACH})`);
      return median(times);
    });
    bench.dispose();
    return { ratio: ours / alone, change: Math.max(...medians), row };
  } finally {
    await bare.close();
    await client.reset();
    await server.close();
    await issuer.close();
  }
}

/**
 * Times the first rows of the incidents tree against the bare request for the same page, and one changed row with
 * all pages loaded, at our server with many incidents. True where both stay as quick as they have to.
 */
export async function benchTree(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'incident-desk-'));
  const measured: Measured[] = [];
  console.log(
    'IncidentLists and IncidentTree over createServerClient, at our incident server in a process of its own; first rows: ' +
      'from the first getChildren until it resolves with the rows of the first page, against tools/call of list_incidents ' +
      `with the same arguments by the client library alone, by turns; one change: apply, and all that the editor asks for ` +
      `then; Node ${process.versions.node}, ${availableParallelism()} cores`,
  );
  try {
    for (const size of SIZES) {
      console.log(`${size} incidents:`);
      measured.push(await measureSize(size, folder));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const [small, large] = [measured[0], measured.at(-1)];
  if (!small || !large) return false;
  console.log(
    `tree: first rows ratio ${small.ratio.toFixed(3)} at 1000, ${large.ratio.toFixed(3)} at 100000; ` +
      `one change ${small.change.toFixed(3)} ms at 1000, ${large.change.toFixed(3)} ms at 100000`,
  );
  const isQuick = measured.every(({ ratio, row }) => ratio <= LARGEST_RATIO && row <= LARGEST_ROW);
  return isQuick && large.change <= LARGEST_GROWTH * small.change;
}
