import { connectAs, ERAS } from '../../integration/support/connectTo.ts';
import { startTokenIssuer } from '../../integration/support/tokenIssuer.ts';
import { steeredTokens } from '../../integration/support/tokenSource.ts';
import { compareStored, type Findings, type Store } from './compareStored.ts';
import { KillableServers } from './killableServers.ts';
import { Ledger, type Written } from './ledger.ts';
import { Writer } from './writer.ts';

const WRITERS = 8;
/** Seconds: longer than any run. */
const TOKEN_LIFE = 3600;
/** Milliseconds within which a kill comes after the answer that it follows: in the middle of other writes. */
const KILL_WITHIN = 20;

/** What became of a stream of writes. */
export interface FaultReport {
  /** Those that were acknowledged, by kind. */
  readonly written: Readonly<Written>;
  readonly writes: number;
  readonly kills: number;
  /** Notes whose answer was lost. */
  readonly inDoubt: number;
  /** Writes that were acknowledged, and are not there as acknowledged, after a restart or at the end. */
  readonly lost: readonly string[];
  /** Incidents, changes and notes that are there more than once. */
  readonly duplicates: readonly string[];
  /** Whether the kept counts were always those of the incidents that are there. */
  readonly countsAreRight: boolean;
}

/** How a stream is written. */
export interface FaultRun {
  readonly store: Store;
  readonly writes: number;
  readonly processes: number;
  /** So many acknowledged writes lie between two kills on average. */
  readonly writesEachKill: number;
}

/** When the next kill is due: after so many writes, anywhere from none to twice the average. */
function untilKill(writesEachKill: number): number {
  return Math.ceil(Math.random() * 2 * writesEachKill);
}

/**
 * Writes a stream of incidents, changes and notes through servers that are killed at random moments, by the protocol of
 * either era, and compares what is stored after each restart and at the end.
 */
export async function runFaults({ store, writes, processes, writesEachKill }: FaultRun): Promise<FaultReport> {
  const issuer = await startTokenIssuer();
  const servers = await KillableServers.start(
    {
      OKTA_ISSUER: issuer.issuer,
      OKTA_AUDIENCE: issuer.audience,
      MCP_SERVER_PORT: '0',
      MCP_RATE_PER_PERSON: '1000000',
      MCP_RATE_PER_ADDRESS: '1000000',
      ...('databaseUrl' in store ? { DATABASE_URL: store.databaseUrl } : { INCIDENTS_DB: store.databasePath }),
    },
    processes,
  );
  const findings: Findings = { lost: new Set(), duplicates: new Set() };
  let countsAreRight = true;
  const compare = async (): Promise<void> => {
    const areRight = await compareStored(store, ledger, findings);
    countsAreRight &&= areRight;
  };
  let left = untilKill(writesEachKill);
  const ledger = new Ledger(writes, () => {
    left -= 1;
    if (left > 0) return;
    left = untilKill(writesEachKill);
    setTimeout(() => servers.killOne(compare), Math.random() * KILL_WITHIN);
  });
  const token = await issuer.token({ exp: Math.floor(Date.now() / 1000) + TOKEN_LIFE });
  const connect = async (_: unknown, at: number) => {
    const connection = await connectAs(ERAS[at % 2] ?? ERAS[0], servers.url, { tokens: steeredTokens(token) });
    await connection.listTools();
    return connection;
  };
  const connections = await Promise.all(Array.from({ length: WRITERS }, connect));
  try {
    await Promise.all(connections.map((connection) => new Writer(connection, servers, ledger).run()));
    await servers.untilAllRun();
    await compare();
  } finally {
    await Promise.all(connections.map((connection) => connection.close()));
    await servers.close();
    await issuer.close();
  }
  const inDoubt = [...ledger.entries.values()].reduce((sum, entry) => sum + entry.inDoubt.size, 0);
  const { written, total } = ledger;
  const [lost, duplicates] = [[...findings.lost], [...findings.duplicates]];
  return { written, writes: total, kills: servers.kills, inDoubt, lost, duplicates, countsAreRight };
}
