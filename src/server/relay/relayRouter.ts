import { type Response, Router } from 'express';
import * as z from 'zod';
import { CALLBACK_PATH, CALLBACK_PATHS } from '../../shared/names.ts';
import { PAGE_HEADERS, PAGE_POLICY } from '../../shared/page.ts';
import { checkCode, decodeRelayState, MAX_STATE_LENGTH } from '../../shared/relay.ts';
import { noteRefusal } from '../http/noteRefusal.ts';
import { forwardPage, refusalPage, type Refusal } from './relayPages.ts';
import { checkRelayTarget, type RelayTarget } from './relayTarget.ts';

/** Path of the relay page; an issuer with a callback path of its own has one below it, with the same ending. */
export const RELAY_PATH = '/oauth/relay';

/** What an authorization response may carry (RFC 6749 section 4.1.2, RFC 9207); nothing else passes. */
const text = z.string().min(1).max(4096);
const answerSchema = z
  .object({
    state: z.string().min(1).max(MAX_STATE_LENGTH),
    code: text.optional(),
    iss: text.optional(),
    error: text.optional(),
    error_description: text.optional(),
  })
  .refine(({ code, error }) => (code === undefined) !== (error === undefined));
type Answer = z.infer<typeof answerSchema>;

function withAnswer(target: URL, answer: Answer): URL {
  const url = new URL(target);
  for (const [name, value] of Object.entries(answer)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}

function sendPage(response: Response, status: number, html: string): void {
  response.status(status).type('html').set('Content-Security-Policy', PAGE_POLICY).send(html);
}

type Forward = { readonly target: URL; readonly state: string } | { readonly refusal: Refusal };

function readRequest(query: unknown, path: string, targets: readonly RelayTarget[]): Forward {
  const answer = answerSchema.safeParse(query);
  if (!answer.success) return { refusal: 'incomplete' };
  const { state } = answer.data;
  const relayState = decodeRelayState(state);
  if (relayState === undefined) return { refusal: 'foreign' };
  const target = checkRelayTarget(relayState.callback, path, targets);
  return target === undefined ? { refusal: 'target' } : { target: withAnswer(target, answer.data), state };
}

/**
 * The fixed redirect address for editors whose own callback address changes: it reads that address out of `state`,
 * checks it and forwards the issuer's answer. Off loopback it forwards only when the person asks for it, having
 * compared the check code, so that nobody is made to finish a sign-in that somebody else began.
 */
export function relayRouter(options: { targets: readonly RelayTarget[]; isLoopback: boolean }): Router {
  const relay = (query: unknown, path: string, response: Response): void => {
    response.set(PAGE_HEADERS);
    const forward = readRequest(query, path, options.targets);
    if ('refusal' in forward) {
      noteRefusal(response, `relay: ${forward.refusal}`);
      sendPage(response, 400, refusalPage(forward.refusal));
    } else if (options.isLoopback) response.redirect(303, forward.target.href);
    else sendPage(response, 200, forwardPage(forward.target, checkCode(forward.state)));
  };
  const router = Router();
  router.get(RELAY_PATH, (request, response) => relay(request.query, CALLBACK_PATH, response));
  router.get(`${RELAY_PATH}/:issuer`, (request, response, next) => {
    const path = `${CALLBACK_PATH}/${request.params.issuer}`;
    if (CALLBACK_PATHS.test(path)) relay(request.query, path, response);
    else next();
  });
  return router;
}
