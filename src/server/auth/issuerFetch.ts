import { IssuerAnswered } from './issuerProblem.ts';

/** The largest answer of an issuer that is read, in bytes. */
const LARGEST = 256 * 1024;
/** Milliseconds that an issuer may take. */
const PATIENCE = 5000;
/** After this many failures in a row the issuer is left alone for a while. */
const FAILURES_AT_ONCE = 5;
/** For this many milliseconds. */
const PAUSE = 5000;

async function readBounded(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST) throw new Error('the answer of the issuer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function fetchBounded(url: string, init: RequestInit): Promise<Response> {
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(url, { ...init, redirect: 'manual', signal });
  const body = await readBounded(response);
  if (response.status !== 200) throw new IssuerAnswered(response.status);
  return new Response(body.toString(), { headers: response.headers });
}

/** Fetches one document of an issuer. */
export type IssuerFetch = (url: string, init: RequestInit) => Promise<Response>;

/** Makes a fetch that bounds time and size, follows no redirect, and does not press an issuer that is down. */
export function createIssuerFetch(monotonic: () => number): IssuerFetch {
  let failures = 0;
  let pausedUntil: number | undefined;
  let latest: unknown;
  return async (url, init) => {
    if (pausedUntil !== undefined && monotonic() < pausedUntil)
      throw new Error('the issuer could not be reached just now', { cause: latest });
    try {
      const response = await fetchBounded(url, init);
      failures = 0;
      return response;
    } catch (error) {
      failures += 1;
      latest = error;
      if (failures % FAILURES_AT_ONCE === 0) pausedUntil = monotonic() + PAUSE;
      throw error;
    }
  };
}
