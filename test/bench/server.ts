import { availableParallelism } from 'node:os';
import { measureSubscribers } from './server/subscribers.ts';
import { measureThroughput, type Throughput } from './server/throughput.ts';

const SMALLEST_RATIO = 0.9;

function printThroughput({ withChecks, without, ratio }: Throughput): void {
  for (const [name, { perSecond, p99 }] of Object.entries({ 'with token checks': withChecks, without })) {
    console.log(`  list_incidents ${name}: ${perSecond.toFixed(0)} calls per second, p99 ${p99.toFixed(1)} ms`);
  }
  console.log(`  median ratio of calls per second ${ratio.toFixed(3)}`);
}

/** Measures our server in processes of its own. True where the check of tokens costs as little as it may. */
export async function benchServer(): Promise<boolean> {
  console.log(
    `Node ${process.versions.node}, ${availableParallelism()} cores; medians of rounds in which both take turns`,
  );
  const throughput = await measureThroughput();
  printThroughput(throughput);
  for (const { number, memoryEach, toTheLast } of await measureSubscribers()) {
    const memory = `${(memoryEach / 1024).toFixed(1)} KiB each`;
    console.log(`  ${number} subscribers: ${memory}, ${toTheLast.toFixed(1)} ms from a change to the last of them`);
  }
  console.log(`server: throughput ratio ${throughput.ratio.toFixed(3)} with token checks`);
  return throughput.ratio >= SMALLEST_RATIO;
}
