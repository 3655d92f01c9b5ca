import type { RequestHandler } from 'express';

/** Lets any web page read a public document, also with headers of its own (CORS). */
export const publicDocument: RequestHandler = (_request, response, next) => {
  response.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
    'Access-Control-Allow-Headers': '*',
  });
  next();
};
