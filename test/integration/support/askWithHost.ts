import { once } from 'node:events';
import { IncomingMessage, request as httpRequest } from 'node:http';
import * as z from 'zod';

/** The answer to a request whose `Host` header is what the test says, which `fetch` does not allow. */
export async function askWithHost(url: string, host: string): Promise<IncomingMessage> {
  const request = httpRequest(url, { headers: { host } }).end();
  const [response] = z.tuple([z.instanceof(IncomingMessage)]).parse(await once(request, 'response'));
  return response;
}

/** Its status. */
export async function statusWithHost(url: string, host: string): Promise<number | undefined> {
  const response = await askWithHost(url, host);
  response.resume();
  return response.statusCode;
}
