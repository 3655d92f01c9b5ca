import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request that the stand-in answered. Holds nothing secret: no query, body or header. */
export interface RequestRecord {
  /** Milliseconds since 1970 by the stand-in's clock. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Of a token request. */
  readonly grantType?: string;
}

const KEPT = 1000;

/** The last requests, for tests that count them. */
export class RequestLog {
  readonly records: RequestRecord[] = [];

  add(record: RequestRecord): void {
    this.records.push(record);
    if (this.records.length > KEPT) this.records.shift();
  }

  /** Adds a record when the response is sent; the returned function notes the grant type for it. */
  watch(
    request: IncomingMessage,
    response: ServerResponse,
    about: { path: string; clock: () => number },
  ): (grantType: string) => void {
    let noted: Pick<RequestRecord, 'grantType'> = {};
    response.once('finish', () => {
      this.add({
        at: about.clock(),
        method: request.method ?? '',
        path: about.path,
        status: response.statusCode,
        ...noted,
      });
    });
    return (grantType) => {
      noted = { grantType };
    };
  }
}
