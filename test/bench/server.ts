import { availableParallelism } from 'node:os';
import { comparePages, comparePostgresPages, type PageRatios } from './server/pages.ts';
import { measureSubscribers } from './server/subscribers.ts';
import { measureThroughput, type Throughput } from './server/throughput.ts';
import { compareProcesses } from './server/twoProcesses.ts';

const SMALLEST_THROUGHPUT_RATIO = 0.9;
const LARGEST_PAGE_RATIO = 1.5;
const LARGEST_SEARCH_RATIO = 3;

function printThroughput({ withChecks, without, ratio }: Throughput): void {
  for (const [name, { perSecond, p99 }] of Object.entries({ 'with token checks': withChecks, without })) {
    console.log(`  list_incidents ${name}: ${perSecond.toFixed(0)} calls per second, p99 ${p99.toFixed(1)} ms`);
  }
  console.log(`  median ratio of calls per second ${ratio.toFixed(3)}`);
}

const ratiosOf = ({ page, search, many }: PageRatios): string =>
  `page ratio ${page.toFixed(2)}, search ratio ${search.toFixed(2)} at ${many}`;

async function printSubscribers(): Promise<void> {
  for (const { era, number, memoryEach, toTheLast } of await measureSubscribers()) {
    const memory = `${(memoryEach / 1024).toFixed(1)} KiB each`;
    console.log(
      `  ${number} subscribers by ${era}: ${memory}, ${toTheLast.toFixed(1)} ms from a change to the last of them`,
    );
  }
}

/** Measures our server in processes of its own. True where token checks, pages and searches cost as little as they may. */
export async function benchServer(): Promise<boolean> {
  console.log(
    `Node ${process.versions.node}, ${availableParallelism()} cores; medians of rounds in which both take turns`,
  );
  const throughput = await measureThroughput();
  printThroughput(throughput);
  await printSubscribers();
  const processes = await compareProcesses();
  const inPostgres = ratiosOf(await comparePostgresPages());
  const { page, search, many } = await comparePages();
  console.log(`in PostgreSQL: ${inPostgres}`);
  console.log(
    `server: throughput ratio ${throughput.ratio.toFixed(2)} with token checks; ${ratiosOf({ page, search, many })}; ` +
      `two processes ${processes.toFixed(2)}`,
  );
  return throughput.ratio >= SMALLEST_THROUGHPUT_RATIO && page <= LARGEST_PAGE_RATIO && search <= LARGEST_SEARCH_RATIO;
}
