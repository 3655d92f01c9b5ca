import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { once } from 'node:events';
import * as z from 'zod';
import { beginSession, sendTo } from '../../integration/support/sessionWire.ts';

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '0.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const answersSchema = z.tuple([z.custom<IncomingMessage>((value) => typeof value === 'object')]);

/** A request of 2026-07-28 with its parameters. */
export interface Call {
  readonly method: string;
  readonly params: { readonly name?: string; readonly [key: string]: unknown };
}

/** Bare HTTP without a client library, which would cost more than the server: what is timed is the server. */
export class BareHttp {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** Makes a call, and gives the bytes of its answer; throws where the status is no 200. */
  async call(call: Call): Promise<number> {
    const { response } = await this.open(call);
    let bytes = 0;
    response.on('data', (chunk: Buffer) => (bytes += chunk.byteLength));
    await once(response, 'end');
    return bytes;
  }

  /** Makes a call whose answer goes on. */
  async open({ method, params }: Call): Promise<{ request: ClientRequest; response: IncomingMessage }> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: META } });
    const outgoing = request(this.#url, {
      method: 'POST',
      agent: this.#agent,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'content-length': Buffer.byteLength(body),
        authorization: `Bearer ${this.#token}`,
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        ...(params.name !== undefined && { 'mcp-name': params.name }),
      },
    });
    outgoing.end(body);
    const [response] = answersSchema.parse(await once(outgoing, 'response'));
    if (response.statusCode !== 200) throw new Error(`The server answered ${response.statusCode ?? 'nothing'}`);
    return { request: outgoing, response };
  }

  /** Begins a session of the 2025 era, and gives its event stream, which tells of changes of the resource. */
  async openSession(uri: string): Promise<IncomingMessage> {
    const session = await beginSession(this.#url, this.#token);
    const authorization = `Bearer ${this.#token}`;
    const headers = { accept: 'text/event-stream', authorization, 'mcp-session-id': session };
    const outgoing = request(this.#url, { agent: this.#agent, headers }).end();
    const [response] = answersSchema.parse(await once(outgoing, 'response'));
    if (response.statusCode !== 200) throw new Error(`The server answered ${response.statusCode ?? 'nothing'}`);
    const subscribing = { method: 'resources/subscribe', params: { uri } };
    await (await sendTo(this.#url, this.#token, subscribing, session)).text();
    return response;
  }

  close(): void {
    this.#agent.destroy();
  }
}
