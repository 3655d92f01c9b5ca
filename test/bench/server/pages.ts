import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { TOOL } from '../../../src/shared/names.ts';
import { startTokenIssuer, type TokenIssuer } from '../../integration/support/tokenIssuer.ts';
import { bareCaller, type Caller, callOnce } from '../calls/callers.ts';
import { startServerProcess } from '../calls/startServerProcess.ts';
import { writeIncidents } from '../tree/manyIncidents.ts';
import { median } from '../tree/measure.ts';

const FEW = 1000;
const MANY = 1_000_000;
const ROUNDS = 41;
const pageSchema = z.object({ nextCursor: z.optional(z.string()) });

/** A query, and whether its second page is asked for. */
interface Asked {
  readonly query: Readonly<Record<string, unknown>>;
  readonly isSecond?: boolean;
}

/** Pages as the view and a model ask for them. */
const PAGES: readonly Asked[] = [
  { query: { sort: 'newest', limit: 100 } },
  { query: { sort: 'urgency', limit: 50 } },
  { query: { sort: 'title', limit: 100 } },
  { query: { sort: 'newest', limit: 100, severities: ['high', 'critical'], countBy: ['service', 'assignee'] } },
];

function search(text: string, filter: object = {}): Asked {
  return { query: { sort: 'newest', limit: 50, text, ...filter } };
}

/** Searches: words of one incident, of some, of many, of nearly all and of none; several words; filters; later pages. */
const SEARCHES: readonly Asked[] = [
  ...['INC-10777', '777', 'checkout', 'inc', 'INC-1', 'customers', 'zebra'].map((text) => search(text)),
  ...['checkout 77', 'inc 777', 'checkout INC-1 7', 'inc customers'].map((text) => search(text)),
  search('checkout', { severities: ['high', 'critical'] }),
  search('checkout 77', { statuses: ['open', 'investigating'], sort: 'urgency' }),
  search('inc', { services: ['payments'] }),
  search('77', { services: ['payments', 'billing'], sort: 'title' }),
  { ...search('checkout'), isSecond: true },
  { ...search('checkout 77'), isSecond: true },
];

/** How many times as long calls take with 1,000,000 incidents as with 1,000. */
export interface PageRatios {
  /** That of the slowest page. */
  readonly page: number;
  /** That of the slowest search. */
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

async function callerOf(url: string, token: string, { query, isSecond = false }: Asked): Promise<Caller> {
  const call = { name: TOOL.listIncidents, arguments: query };
  if (!isSecond) return bareCaller(url, token, call);
  const { nextCursor } = pageSchema.parse(await callOnce(url, token, call));
  return bareCaller(url, token, { ...call, arguments: { ...query, ...(nextCursor && { cursor: nextCursor }) } });
}

/** Medians of what a call takes at both servers, which take turns. */
async function compare(urls: readonly string[], token: string, asked: Asked): Promise<number> {
  const callers = await Promise.all(urls.map((url) => callerOf(url, token, asked)));
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
    `  ${JSON.stringify(asked.query)}${asked.isSecond ? ', second page' : ''}: ${few.toFixed(1)} ms at ${FEW}, ${many.toFixed(1)} ms at ${MANY}, ` +
      `ratio ${(many / few).toFixed(2)}; the first time ${firsts}`,
  );
  return many / few;
}

async function compareAll(urls: readonly string[], token: string, all: readonly Asked[]): Promise<readonly number[]> {
  const ratios: number[] = [];
  for (const asked of all) ratios.push(await compare(urls, token, asked));
  return ratios;
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
    await compare(urls, token, { query: { sort: 'oldest', limit: 10 } });
    const page = Math.max(...(await compareAll(urls, token, PAGES)));
    return { page, search: Math.max(...(await compareAll(urls, token, SEARCHES))) };
  } finally {
    for (const server of servers) await server.close();
    await issuer.close();
    await rm(folder, { recursive: true });
  }
}
