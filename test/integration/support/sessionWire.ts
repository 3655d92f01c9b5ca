import assert from 'node:assert/strict';
import * as z from 'zod';

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const INITIALIZE = {
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1.0.0' } },
};
const noticeSchema = z.object({ method: z.string(), params: z.optional(z.object({ uri: z.optional(z.string()) })) });

/** A request or a notice of a client. */
export interface Message {
  readonly method: string;
  /** One that no other has unless told; undefined for a notice. */
  readonly id?: string | undefined;
  readonly params?: object;
}

/** The event stream of a session. */
export interface SessionStream {
  readonly status: number;
  /** Addresses of changed resources, and methods of other notices, as they came. */
  readonly heard: string[];
  readonly isOpen: () => boolean;
  close(): void;
}

function sessionHeaders(token: string, session?: string): Record<string, string> {
  return { ...HEADERS, authorization: `Bearer ${token}`, ...(session !== undefined && { 'mcp-session-id': session }) };
}

/** Sends one message of the 2025 protocol, as any client would. */
export function sendTo(url: string, token: string, message: Message, session?: string): Promise<Response> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: crypto.randomUUID(), ...message });
  return fetch(url, { method: 'POST', headers: sessionHeaders(token, session), body });
}

/** Begins a session, and gives its id. */
export async function beginSession(url: string, token: string): Promise<string> {
  const response = await sendTo(url, token, INITIALIZE);
  await response.text();
  return response.headers.get('mcp-session-id') ?? assert.fail(`no session: ${response.status}`);
}

/** The status of a call in a session. */
export async function callIn(url: string, token: string, session: string): Promise<number> {
  const response = await sendTo(url, token, { method: 'tools/list' }, session);
  await response.text();
  return response.status;
}

/** Ends a session. */
export async function endSession(url: string, token: string, session: string): Promise<number> {
  const response = await fetch(url, { method: 'DELETE', headers: sessionHeaders(token, session) });
  await response.text();
  return response.status;
}

async function read(response: Response, hear: (notice: string) => void): Promise<void> {
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (text + chunk).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: ')) continue;
      const { method, params } = noticeSchema.parse(JSON.parse(line.slice('data: '.length)));
      hear(params?.uri ?? method);
    }
  }
}

/** Opens the event stream of a session. */
export async function listenIn(url: string, token: string, session: string): Promise<SessionStream> {
  const ending = new AbortController();
  const headers = { ...sessionHeaders(token, session), accept: 'text/event-stream' };
  const response = await fetch(url, { headers, signal: ending.signal });
  const heard: string[] = [];
  let isOpen = response.ok;
  read(response, (notice) => void heard.push(notice))
    .catch(() => undefined)
    .finally(() => (isOpen = false));
  return { status: response.status, heard, isOpen: () => isOpen, close: () => ending.abort() };
}
