import type { Answer } from '../../peers/faultyServer.ts';

const TEXT = 'Found 1 incident(s):\n- [7] Disk full (high, open)';
/** What every result of 2026-07-28 says of itself. */
export const COMPLETE = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };

/** A tool as a server lists it. */
export function tool(name: string, properties: object = {}): object {
  return { name, inputSchema: { type: 'object', properties } };
}

/** Two tools for incidents. */
export const LIST: Answer = () => ({
  ...COMPLETE,
  tools: [tool('list_incidents'), tool('create_incident', { title: {} })],
});
/** One incident for whoever lists them; a new one gets the id 8. */
export const CALL: Answer = ({ params }) => ({
  ...COMPLETE,
  content: [
    {
      type: 'text',
      text:
        params['name'] === 'list_incidents'
          ? TEXT
          : "Incident 'Disk full' created with id 8 (severity=high, status=open).",
    },
  ],
});
/** How older servers refuse what comes without a session. */
export const UNKNOWN: Answer = (_, response) => {
  const error = { code: -32_000, message: 'Bad Request: Server not initialized' };
  response.writeHead(400, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', error, id: null }));
  return undefined;
};
/** The server speaks 2026-07-28. */
export const DISCOVER: Answer = () => ({
  ...COMPLETE,
  supportedVersions: ['2026-07-28'],
  capabilities: { tools: {} },
  serverInfo: { name: 'faulty', version: '1' },
});

/** Whether a request is of 2026-07-28. */
export function isModern(params: Readonly<Record<string, unknown>>): boolean {
  return JSON.stringify(params['_meta'] ?? {}).includes('2026-07-28');
}
