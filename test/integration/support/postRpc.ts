const CLIENT = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

interface Call {
  readonly method: string;
  readonly params?: { readonly name?: string; readonly uri?: string; readonly [key: string]: unknown };
}

function headersOf(call: Call): Record<string, string> {
  const name = call.params?.name ?? call.params?.uri;
  return { 'mcp-method': call.method, ...(name !== undefined && { 'mcp-name': name }) };
}

/** Posts a call, or a batch of them, of the 2026-07-28 era as bare HTTP. */
export function postRpc(
  url: string,
  call: Call | readonly Call[],
  token?: string,
  headers: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): Promise<Response> {
  const envelope = (one: Call, id: number) => ({
    jsonrpc: '2.0',
    id,
    method: one.method,
    params: { ...one.params, _meta: CLIENT },
  });
  const isBatch = Array.isArray(call);
  const calls: readonly Call[] = [call].flat();
  const [first] = calls;
  return fetch(url, {
    method: 'POST',
    ...(signal && { signal }),
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      ...(first && headersOf(first)),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify(isBatch ? calls.map(envelope) : first && envelope(first, 1)),
  });
}
