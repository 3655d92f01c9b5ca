import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { countsSchema } from '../support/counts.ts';
import type { Counts } from '../support/counts.ts';

const reportSchema = z.union([z.object({ line: z.string() }), z.object({ counts: countsSchema })]);

/** Receives what tests inside VS Code report over a loopback request. */
export interface ReportReceiver {
  /** Address that the tests post their lines and counts to. */
  readonly url: string;
  /** Counts once the tests have ended; undefined when the limit (milliseconds) passes first. */
  counts(limit: number): Promise<Counts | undefined>;
  close(): void;
}

/** Starts a receiver on 127.0.0.1 that prints each reported line. */
export async function receiveReports(): Promise<ReportReceiver> {
  const ended = Promise.withResolvers<Counts>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const report = reportSchema.parse(JSON.parse(body));
      if ('line' in report) console.log(report.line);
      else ended.resolve(report.counts);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    counts: async (limit) => {
      const limitPassed = Promise.withResolvers<undefined>();
      const timer = setTimeout(() => limitPassed.resolve(undefined), limit);
      const counts = await Promise.race([ended.promise, limitPassed.promise]);
      clearTimeout(timer);
      return counts;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
