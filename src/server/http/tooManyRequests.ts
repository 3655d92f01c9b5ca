import type { Response } from 'express';
import { noteRefusal } from './noteRefusal.ts';

/** Answers 429. `refusal` goes to the audit log, `description` to the client. */
export function sendTooMany(
  response: Response,
  { refusal, description, seconds }: { refusal: string; description: string; seconds: number },
): void {
  noteRefusal(response, refusal);
  response
    .status(429)
    .set({ 'Retry-After': String(seconds), 'Cache-Control': 'no-store' })
    .json({ error: 'too_many_requests', error_description: `${description} Try again in ${seconds} s.` });
}
