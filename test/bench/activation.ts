import path from 'node:path';
import { activateIn, type Activation } from './activation/activation.ts';

const RUNS = 30;
const LIMIT_MS = 5;
const LIMIT_BYTES = 60 * 1024;

/** The value that a share of all is not above; `values` are in order. */
function quantile(values: readonly number[], share: number): number {
  const at = (values.length - 1) * share;
  const [below, above] = [values[Math.floor(at)] ?? NaN, values[Math.ceil(at)] ?? NaN];
  return below + (above - below) * (at - Math.floor(at));
}

function spreadOf(activations: readonly Activation[]) {
  const times = activations.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b);
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => quantile(times, share));
  return { low: low ?? NaN, median: median ?? NaN, high: high ?? NaN };
}

function told(name: string, activations: readonly Activation[]): string {
  const { low, median, high } = spreadOf(activations);
  const [{ files, bytes } = { files: 0, bytes: 0 }] = activations;
  return (
    `${name}: import and activate() ${median.toFixed(2)} ms (median; half of all between ${low.toFixed(2)} and ` +
    `${high.toFixed(2)}), ${files} files of ${(bytes / 1024).toFixed(1)} KB read`
  );
}

/**
 * Imports and activates the extension and an empty one, which are built in `folder`, in fresh processes by turns, and
 * prints what ours costs more. True where it is little.
 */
export async function benchActivation(folder: string): Promise<boolean> {
  const [ours, empty]: [Activation[], Activation[]] = [[], []];
  const run = async (name: string) => activateIn(path.join(folder, name, 'extension.js'));
  // The first of each finds the files of Node itself not yet in memory.
  for (const name of ['extension', 'empty']) await run(name);
  for (let runs = 0; runs < RUNS; runs++) {
    ours.push(await run('extension'));
    empty.push(await run('empty'));
  }
  const milliseconds = spreadOf(ours).median - spreadOf(empty).median;
  const bytes = Math.max(...ours.map((each) => each.bytes)) - Math.max(...empty.map((each) => each.bytes));
  console.log(`Node ${process.version}, ${RUNS} fresh processes of each by turns, minified as they are shipped`);
  console.log(told('Incident Desk', ours));
  console.log(told('an empty extension', empty));
  console.log(
    `activation: +${milliseconds.toFixed(1)} ms over an empty extension, ${(bytes / 1024).toFixed(1)} KB loaded`,
  );
  return milliseconds <= LIMIT_MS && bytes <= LIMIT_BYTES;
}
