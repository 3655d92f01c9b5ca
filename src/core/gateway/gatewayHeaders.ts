import type { IncomingHttpHeaders } from 'node:http';

/** What of a request is for the server: MCP's own headers, what belongs to the body, and what ties traces together. */
const TO_SERVER = ['accept', 'content-type', 'last-event-id', 'user-agent', 'traceparent', 'tracestate'];
/** What of an answer is for the editor. Never a challenge, which would have it begin a sign-in of its own. */
const TO_EDITOR = ['allow', 'content-type', 'retry-after'];

/** Headers of an answer that nobody may keep, nor take for something else. */
export const PRIVATE_ANSWER = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

function isOf(names: readonly string[], name: string): boolean {
  return names.includes(name) || name.startsWith('mcp-');
}

/** The headers of the editor's request that its server gets; everything else stays here. */
export function headersForServer(sent: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(sent)) {
    if (value !== undefined && isOf(TO_SERVER, name)) headers.set(name, [value].flat().join(', '));
  }
  return headers;
}

/** The headers of the server's answer that the editor gets. */
export function headersForEditor(sent: Headers): Record<string, string> {
  return { ...Object.fromEntries([...sent].filter(([name]) => isOf(TO_EDITOR, name))), ...PRIVATE_ANSWER };
}
