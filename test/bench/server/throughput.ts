import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOOL } from '../../../src/shared/names.ts';
import { startTokenIssuer } from '../../integration/support/tokenIssuer.ts';
import { percentile } from '../calls/measureCalls.ts';
import { writeIncidents } from '../tree/manyIncidents.ts';
import { median } from '../tree/measure.ts';
import { BareHttp, type Call } from './bareHttp.ts';
import { startMeasuredServer } from './startMeasuredServer.ts';

const INCIDENTS = 1000;
const ROUNDS = 7;
/** In a round the servers take this many turns each, short ones, so that both see the same machine. */
const TURNS = 10;
const CALLS_A_TURN = 40;
const IN_FLIGHT = 8;
/** The page that the view of incidents asks for first. */
const FIRST_PAGE = { sort: 'urgency', limit: 50 };
const LIST: Call = { method: 'tools/call', params: { name: TOOL.listIncidents, arguments: FIRST_PAGE } };

/** What one server did in a round. */
export interface Rate {
  readonly perSecond: number;
  /** In milliseconds. */
  readonly p99: number;
}

/** Medians over the rounds, and the median of the rounds' ratios. */
export interface Throughput {
  readonly withChecks: Rate;
  readonly without: Rate;
  readonly ratio: number;
}

/** Milliseconds of each call of a turn, and of the turn. */
async function takeTurn(http: BareHttp): Promise<{ readonly calls: readonly number[]; readonly total: number }> {
  const calls: number[] = [];
  let left = CALLS_A_TURN;
  const oneAfterAnother = async (): Promise<void> => {
    while (left-- > 0) {
      const began = performance.now();
      await http.call(LIST);
      calls.push(performance.now() - began);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: IN_FLIGHT }, oneAfterAnother));
  return { calls, total: performance.now() - started };
}

/** One round of both, each beginning every other turn. */
async function takeRound(both: readonly BareHttp[]): Promise<readonly Rate[]> {
  const sides = both.map((http) => ({ http, calls: [] as number[], total: 0 }));
  const order = [...sides];
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const side of order) {
      const { calls, total } = await takeTurn(side.http);
      side.calls.push(...calls);
      side.total += total;
    }
    order.reverse();
  }
  return sides.map(({ calls, total }) => {
    const sorted = calls.toSorted((one, other) => one - other);
    return { perSecond: (1000 * calls.length) / total, p99: percentile(sorted, 0.99) };
  });
}

const middle = (rates: readonly Rate[]): Rate => ({
  perSecond: median(rates.map(({ perSecond }) => perSecond)),
  p99: median(rates.map(({ p99 }) => p99)),
});

/**
 * Calls `list_incidents` of two servers that differ in one thing: whether they check the token of each request. They
 * take turns, and each has a process of its own.
 */
export async function measureThroughput(): Promise<Throughput> {
  const folder = await mkdtemp(join(tmpdir(), 'incident-desk-bench-'));
  const databasePaths = [join(folder, 'with.db'), join(folder, 'without.db')] as const;
  for (const path of databasePaths) writeIncidents(path, INCIDENTS);
  const issuer = await startTokenIssuer();
  const token = await issuer.token({ exp: Math.floor(Date.now() / 1000) + 3600 });
  const checking = await startMeasuredServer({ ...issuer, databasePath: databasePaths[0], checksTokens: true });
  const trusting = await startMeasuredServer({ ...issuer, databasePath: databasePaths[1], checksTokens: false });
  const [strict, lax] = [new BareHttp(checking.url, token), new BareHttp(trusting.url, token)];
  const rounds: { readonly withChecks: Rate; readonly without: Rate }[] = [];
  try {
    await takeRound([strict, lax]);
    for (let round = 0; round < ROUNDS; round += 1) {
      const [withChecks, without] = await takeRound([strict, lax]);
      if (withChecks && without) rounds.push({ withChecks, without });
    }
  } finally {
    for (const http of [strict, lax]) http.close();
    for (const server of [checking, trusting, issuer]) await server.close();
    await rm(folder, { recursive: true });
  }
  return {
    withChecks: middle(rounds.map(({ withChecks }) => withChecks)),
    without: middle(rounds.map(({ without }) => without)),
    ratio: median(rounds.map(({ withChecks, without }) => withChecks.perSecond / without.perSecond)),
  };
}
