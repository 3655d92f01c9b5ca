import type { RequestHandler } from 'express';
import { noteRefusal } from './noteRefusal.ts';
import { rpcError } from './rpcError.ts';

/**
 * Answers 400 where a body has many messages: MCP has no batches since its revision 2025-06-18, and limits, logs and
 * metrics are of requests, of which each is one call.
 */
export const refuseBatch: RequestHandler = (request, response, next) => {
  if (!Array.isArray(request.body)) {
    next();
    return;
  }
  noteRefusal(response, 'batch');
  response
    .status(400)
    .json(rpcError(-32600, 'Invalid Request: batches are not taken. Send one message in each request.'));
};
