import { RESOURCE, TOOL } from '../../../src/shared/names.ts';
import { startTokenIssuer } from '../../integration/support/tokenIssuer.ts';
import { median } from '../tree/measure.ts';
import { BareHttp, type Call } from './bareHttp.ts';
import { type MeasuredServer, startMeasuredServer } from './startMeasuredServer.ts';

const NUMBERS = [1, 100, 1000];
/** Streams that one person has open: as many as the server allows. */
const STREAMS_EACH = 100;
const CHANGES = 9;
/** Streams that are opened at a time. */
const AT_ONCE = 25;
const LISTEN: Call = {
  method: 'subscriptions/listen',
  params: { notifications: { resourceSubscriptions: [RESOURCE.all] } },
};
/** How a stream of changes is opened in each era. */
const ERAS = {
  '2026-07-28': async (http: BareHttp) => (await http.open(LISTEN)).response,
  '2025-11-25': (http: BareHttp) => http.openSession(RESOURCE.all),
} as const;
type Era = keyof typeof ERAS;
const CHANGE: Call = { method: 'tools/call', params: { name: TOOL.createIncident, arguments: { title: 'A change' } } };

/** What so many connected subscribers cost. */
export interface Subscribers {
  readonly era: Era;
  readonly number: number;
  /** Bytes that each of them takes in the server, on the heap and beside it. */
  readonly memoryEach: number;
  /** Milliseconds from the call that makes a change to the last subscriber's hearing of it; the median. */
  readonly toTheLast: number;
}

/** A stream that hears of changes, and counts them. */
class Listener {
  #text = '';
  #heard = 0;
  #waiting: (() => void) | undefined;

  async open(http: BareHttp, era: Era): Promise<void> {
    const response = await ERAS[era](http);
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (this.#text + chunk).split('\n');
      this.#text = lines.pop() ?? '';
      this.#heard += lines.filter((line) => line.includes('notifications/resources/updated')).length;
      this.#waiting?.();
    });
  }

  /** Resolves once it has heard of so many changes. */
  async heardOf(changes: number): Promise<void> {
    while (this.#heard < changes) {
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
  }
}

async function openAll(people: readonly BareHttp[], number: number, era: Era): Promise<readonly Listener[]> {
  const listeners = Array.from({ length: number }, () => new Listener());
  const waiting = [...listeners.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [at, listener] = next;
      const http = people[Math.floor(at / STREAMS_EACH)];
      if (http === undefined) throw new Error('too few people');
      await listener.open(http, era);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return listeners;
}

async function measureNumber(
  { era, number }: Pick<Subscribers, 'era' | 'number'>,
  server: MeasuredServer,
  tokens: readonly string[],
): Promise<Subscribers> {
  const [first = ''] = tokens;
  const people = tokens.map((token) => new BareHttp(server.url, token));
  const writer = new BareHttp(server.url, first);
  try {
    // The first change and the first stream load what all of them share.
    await writer.call(CHANGE);
    const warm = new BareHttp(server.url, tokens.at(-1) ?? '');
    await openAll([warm], 1, era);
    const before = await server.memory();
    const listeners = await openAll(people, number, era);
    const after = await server.memory();
    const took: number[] = [];
    for (let change = 1; change <= CHANGES; change += 1) {
      const started = performance.now();
      const all = Promise.all(listeners.map((listener) => listener.heardOf(change)));
      await writer.call(CHANGE);
      await all;
      took.push(performance.now() - started);
    }
    warm.close();
    return { era, number, memoryEach: (after.used - before.used) / number, toTheLast: median(took) };
  } finally {
    for (const http of people) http.close();
    writer.close();
  }
}

/** Connects subscribers of all incidents in both eras, each with a stream of its own, to a server of their own. */
export async function measureSubscribers(): Promise<readonly Subscribers[]> {
  const issuer = await startTokenIssuer();
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const people = Array.from({ length: Math.max(...NUMBERS) / STREAMS_EACH + 1 }, (_, at) => `p${at}@example.com`);
  const tokens = await Promise.all(people.map((sub) => issuer.token({ sub, exp })));
  const measured: Subscribers[] = [];
  const cases = (['2026-07-28', '2025-11-25'] as const).flatMap((era) => NUMBERS.map((number) => ({ era, number })));
  for (const each of cases) {
    const server = await startMeasuredServer({ ...issuer, checksTokens: true });
    try {
      measured.push(await measureNumber(each, server, tokens));
    } finally {
      await server.close();
    }
  }
  await issuer.close();
  return measured;
}
