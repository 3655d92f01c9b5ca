import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import * as z from 'zod';
import { openPostgres } from '../../../src/server/store/postgres/openPostgres.ts';
import { TOOL } from '../../../src/shared/names.ts';
import { startPostgres } from '../../integration/support/postgres/startPostgres.ts';
import { startTokenIssuer, type TokenIssuer } from '../../integration/support/tokenIssuer.ts';
import { bareCaller, type Caller, callOnce } from '../calls/callers.ts';
import { startServerProcess } from '../calls/startServerProcess.ts';
import { fillWithIncidents, writeIncidents } from '../tree/manyIncidents.ts';
import { median } from '../tree/measure.ts';
import { type Asked, PAGES, SEARCHES } from './askedPages.ts';

const FEW = 1000;
/** Those in PostgreSQL are fewer, since it takes several times as long to write them. */
const MANY = { sqlite: 1_000_000, postgres: 100_000 };
const ROUNDS = 41;
const pageSchema = z.object({ nextCursor: z.optional(z.string()) });

/** How many times as long calls take with many incidents as with 1,000. */
export interface PageRatios {
  readonly many: number;
  /** That of the slowest page. */
  readonly page: number;
  /** That of the slowest search. */
  readonly search: number;
}

interface Served {
  readonly url: string;
  readonly incidents: number;
  close(): Promise<void>;
}

/** What PostgreSQL does by itself within minutes. */
async function vacuum(databaseUrl: string): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query('vacuum analyze').finally(() => client.end());
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
async function compare(servers: readonly Served[], token: string, asked: Asked): Promise<number> {
  const callers = await Promise.all(servers.map(({ url }) => callerOf(url, token, asked)));
  const took: number[][] = callers.map(() => []);
  const first: number[] = [];
  for (const caller of callers) first.push(await time(caller));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, caller] of callers.entries()) took[at]?.push(await time(caller));
  }
  for (const caller of callers) await caller.close();
  const medians = took.map(median);
  const [few = Number.NaN, many = Number.NaN] = medians;
  const times = servers.map(({ incidents }, at) => `${medians[at]?.toFixed(1)} ms at ${incidents}`).join(', ');
  const firsts = first.map((value) => `${value.toFixed(1)} ms`).join(' and ');
  console.log(
    `  ${JSON.stringify(asked.query)}${asked.isSecond ? ', second page' : ''}: ${times}, ` +
      `ratio ${(many / few).toFixed(2)}; the first time ${firsts}`,
  );
  return many / few;
}

async function compareAll(servers: readonly Served[], token: string, all: readonly Asked[]): Promise<number> {
  const ratios: number[] = [];
  for (const asked of all) ratios.push(await compare(servers, token, asked));
  return Math.max(...ratios);
}

/** Times pages and searches over HTTP at a server with few incidents and at one with many. */
async function compareSizes(
  many: number,
  issuer: TokenIssuer,
  write: (incidents: number) => Promise<{ readonly databasePath: string } | { readonly databaseUrl: string }>,
): Promise<PageRatios> {
  const servers: Served[] = [];
  try {
    console.log(`writing ${many} incidents, which takes some minutes`);
    for (const incidents of [FEW, many]) {
      const { issuer: from, audience } = issuer;
      servers.push({
        incidents,
        ...(await startServerProcess({ issuer: from, audience, ...(await write(incidents)) })),
      });
    }
    const token = await issuer.token();
    await compare(servers, token, { query: { sort: 'oldest', limit: 10 } });
    const page = await compareAll(servers, token, PAGES);
    return { many, page, search: await compareAll(servers, token, SEARCHES) };
  } finally {
    for (const server of servers) await server.close();
  }
}

/** Compares them in SQLite. */
export async function comparePages(): Promise<PageRatios> {
  const folder = await mkdtemp(join(tmpdir(), 'incident-desk-pages-'));
  const issuer = await startTokenIssuer();
  try {
    return await compareSizes(MANY.sqlite, issuer, async (incidents) => {
      const databasePath = join(folder, `${incidents}.db`);
      await writeIncidents(databasePath, incidents);
      return { databasePath };
    });
  } finally {
    await issuer.close();
    await rm(folder, { recursive: true });
  }
}

/** Compares them in PostgreSQL. */
export async function comparePostgresPages(): Promise<PageRatios> {
  const postgres = await startPostgres({ isDurable: false });
  const issuer = await startTokenIssuer();
  try {
    return await compareSizes(MANY.postgres, issuer, async (incidents) => {
      const databaseUrl = await postgres.createDatabase();
      await fillWithIncidents(await openPostgres(databaseUrl, console.error), incidents);
      await vacuum(databaseUrl);
      return { databaseUrl };
    });
  } finally {
    await issuer.close();
    await postgres.stop();
  }
}
