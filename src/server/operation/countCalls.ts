import type { Request, RequestHandler, Response } from 'express';
import { Counter, type Registry } from 'prom-client';
import { TOOL } from '../../shared/names.ts';
import { isRefusal } from '../http/noteRefusal.ts';
import { callOf } from '../http/requestLog.ts';

const CALL = 'tools/call';
const TOOLS: ReadonlySet<string> = new Set(Object.values(TOOL));
const METHODS: ReadonlySet<string> = new Set([
  ...['initialize', 'ping', 'server/discover', CALL, 'completion/complete', 'subscriptions/listen'],
  ...['list', 'read', 'subscribe', 'unsubscribe', 'templates/list'].map((name) => `resources/${name}`),
  ...['tools/list', 'prompts/list', 'prompts/get', 'logging/setLevel'],
  ...['initialized', 'cancelled', 'progress', 'roots/list_changed'].map((name) => `notifications/${name}`),
]);
const OTHER = 'other';

/** Names out of fixed sets, since each is kept for good: what callers make up is one name. */
function labelsOf(body: unknown) {
  const call = callOf(body);
  if (call === undefined) return { method: 'none', tool: '' };
  const [method = '', name = ''] = call.split(' ');
  const tool = TOOLS.has(name) ? name : OTHER;
  return { method: METHODS.has(method) ? method : OTHER, tool: method === CALL ? tool : '' };
}

function outcomeOf({ traced }: Request, { headersSent, statusCode }: Response, isUnknown: boolean): string {
  if (!headersSent) return 'cut_off';
  if (traced?.outcome === 'failed' || (statusCode >= 500 && statusCode !== 503)) return 'failed';
  return isRefusal(statusCode) || traced?.outcome === 'refused' || isUnknown ? 'refused' : 'ok';
}

/** Counts requests of people who are known by what they call and how it went. */
export function countCalls(registry: Registry): RequestHandler {
  const calls = new Counter({
    name: 'incident_desk_mcp_requests_total',
    help: 'MCP requests with a good token, by how they went: ok, refused, failed by the server, or cut_off by the client',
    labelNames: ['method', 'tool', 'outcome'],
    registers: [registry],
  });
  return (request, response, next) => {
    response.on('close', () => {
      if (request.auth === undefined) return;
      const labels = labelsOf(request.body);
      const isUnknown = labels.method === OTHER || labels.tool === OTHER;
      calls.inc({ ...labels, outcome: outcomeOf(request, response, isUnknown) });
    });
    next();
  };
}
