import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOOL } from '../../../src/shared/names.ts';
import { startTokenIssuer, type TokenIssuer } from '../../integration/support/tokenIssuer.ts';
import { bareCaller, type Caller } from '../calls/callers.ts';
import { startServerProcess } from '../calls/startServerProcess.ts';
import { writeIncidents } from '../tree/manyIncidents.ts';
import { median } from '../tree/measure.ts';

const FEW = 1000;
const MANY = 1_000_000;
const ROUNDS = 41;

/** Pages as the view and a model ask for them. */
const PAGES: readonly object[] = [
  { sort: 'newest', limit: 100 },
  { sort: 'urgency', limit: 50 },
  { sort: 'title', limit: 100 },
  { sort: 'newest', limit: 100, severities: ['high', 'critical'], countBy: ['service', 'assignee'] },
];
/** Searches: words of one incident, of some and of many, and several words. */
const SEARCHES: readonly object[] = ['INC-10777', '777', 'checkout', 'inc', 'checkout 77'].map((text) => ({
  ...{ sort: 'newest', limit: 50, text },
}));

/** How many times as long calls take with 1,000,000 incidents as with 1,000. */
export interface PageRatios {
  readonly page: number;
  readonly search: number;
}

interface Served {
  readonly url: string;
  close(): Promise<void>;
}

async function serve(issuer: TokenIssuer, folder: string, incidents: number): Promise<Served> {
  const databasePath = join(folder, `${incidents}.db`);
  await writeIncidents(databasePath, incidents);
  return startServerProcess({ issuer: issuer.issuer, audience: issuer.audience, databasePath });
}

async function time({ call }: Caller): Promise<number> {
  const started = performance.now();
  await call();
  return performance.now() - started;
}

/** Medians of what a call takes at both servers, which take turns. */
async function compare(urls: readonly string[], token: string, query: object): Promise<number> {
  const callers = await Promise.all(
    urls.map((url) => bareCaller(url, token, { name: TOOL.listIncidents, arguments: { ...query } })),
  );
  const took: number[][] = callers.map(() => []);
  const first: number[] = [];
  for (const caller of callers) first.push(await time(caller));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, caller] of callers.entries()) took[at]?.push(await time(caller));
  }
  for (const caller of callers) await caller.close();
  const [few = Number.NaN, many = Number.NaN] = took.map(median);
  const firsts = first.map((value) => `${value.toFixed(1)} ms`).join(' and ');
  console.log(
    `  ${JSON.stringify(query)}: ${few.toFixed(1)} ms at ${FEW}, ${many.toFixed(1)} ms at ${MANY}, ` +
      `ratio ${(many / few).toFixed(2)}; the first time ${firsts}`,
  );
  return many / few;
}

async function compareAll(urls: readonly string[], token: string, queries: readonly object[]): Promise<number> {
  const ratios: number[] = [];
  for (const query of queries) ratios.push(await compare(urls, token, query));
  return median(ratios);
}

/** Times pages and searches over HTTP at a server with few incidents and at one with many, in SQLite. */
export async function comparePages(): Promise<PageRatios> {
  const folder = await mkdtemp(join(tmpdir(), 'incident-desk-pages-'));
  const issuer = await startTokenIssuer();
  const servers: Served[] = [];
  try {
    console.log(`writing ${MANY} incidents, which takes some minutes`);
    for (const size of [FEW, MANY]) servers.push(await serve(issuer, folder, size));
    const urls = servers.map(({ url }) => url);
    const token = await issuer.token();
    await compare(urls, token, { sort: 'oldest', limit: 10 });
    const page = await compareAll(urls, token, PAGES);
    return { page, search: await compareAll(urls, token, SEARCHES) };
  } finally {
    for (const server of servers) await server.close();
    await issuer.close();
    await rm(folder, { recursive: true });
  }
}
