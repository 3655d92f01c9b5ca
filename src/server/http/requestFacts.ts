import type { Request, Response } from 'express';
import { principalOf } from '../auth/principal.ts';
import { notedRefusal } from './noteRefusal.ts';

/** What a log has of a request beside how it went: its id, the person where one is known, and why it was refused. */
export function requestFacts({ traced, auth }: Request, response: Response) {
  return { request: traced?.id, subject: auth && principalOf(auth).subject, reason: notedRefusal(response) };
}
