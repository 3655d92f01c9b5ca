import { availableParallelism } from 'node:os';
import { comparePages } from './server/pages.ts';
import { compareProcesses } from './server/twoProcesses.ts';

const LARGEST_PAGE_RATIO = 1.5;
const LARGEST_SEARCH_RATIO = 3;

/** Measures our server in processes of its own. True where pages and searches cost little more with many incidents. */
export async function benchServer(): Promise<boolean> {
  console.log(`Node ${process.versions.node}, ${availableParallelism()} cores; medians`);
  const processes = await compareProcesses();
  const { page, search } = await comparePages();
  const ratios = `page ratio ${page.toFixed(2)}, search ratio ${search.toFixed(2)} at 1000000`;
  console.log(`server: ${ratios}; two processes ${processes.toFixed(2)}`);
  return page <= LARGEST_PAGE_RATIO && search <= LARGEST_SEARCH_RATIO;
}
