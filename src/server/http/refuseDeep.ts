import type { RequestHandler } from 'express';
import { noteRefusal } from './noteRefusal.ts';
import { rpcError } from './rpcError.ts';

/** Lists and objects within each other that a message may have; no call needs near as many. */
const DEEPEST = 100;

function valuesIn(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values<unknown>({ ...value }) : [];
}

function isTooDeep(body: unknown): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap(valuesIn);
  }
  return false;
}

/** Answers 400 where a body is nested more deeply than what checks it can follow. */
export const refuseDeep: RequestHandler = (request, response, next) => {
  if (!isTooDeep(request.body)) {
    next();
    return;
  }
  noteRefusal(response, 'nested too deeply');
  response
    .status(400)
    .json(rpcError(-32600, `Invalid Request: lists and objects are nested more than ${DEEPEST} times.`));
};
