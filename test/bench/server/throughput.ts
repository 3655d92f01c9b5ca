import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTokenIssuer } from '../../integration/support/tokenIssuer.ts';
import { writeIncidents } from '../tree/manyIncidents.ts';
import { median } from '../tree/measure.ts';
import { BareHttp } from './bareHttp.ts';
import { startMeasuredServer } from './startMeasuredServer.ts';
import { type Rate, takeRound } from './turns.ts';

const INCIDENTS = 1000;
const ROUNDS = 11;

/** Medians over the rounds, and the median of the rounds' ratios. */
export interface Throughput {
  readonly withChecks: Rate;
  readonly without: Rate;
  readonly ratio: number;
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
  for (const path of databasePaths) await writeIncidents(path, INCIDENTS);
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
