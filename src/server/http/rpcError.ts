/** A JSON-RPC error that answers no request in particular. */
export function rpcError(code: number, message: string): object {
  return { jsonrpc: '2.0', error: { code, message }, id: null };
}
