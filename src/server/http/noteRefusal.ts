import type { ServerResponse } from 'node:http';
import * as z from 'zod';

/** As much of a reason as is kept, in characters. */
const LONGEST = 200;

/** A response as express makes it, whose `locals` go with it. */
type Noted = ServerResponse & { readonly locals?: Record<string, unknown> };

const answerSchema = z.object({ error: z.object({ message: z.string() }) });

/** Whether a status refuses a request: it was not as it must be, or came when there was no room for it. */
export function isRefusal(status: number): boolean {
  return (status >= 400 && status < 500) || status === 503;
}

/** Notes why a request is refused, for the audit log. */
export function noteRefusal(response: Noted, reason: string): void {
  if (response.locals) response.locals['refusal'] = reason.slice(0, LONGEST);
}

/** Notes that the audit log has a line of this refusal already, with all that is known. */
export function noteAudited(response: Noted): void {
  if (response.locals) response.locals['audited'] = true;
}

/** Whether it has. */
export function isAudited({ locals }: Noted): boolean {
  return locals?.['audited'] === true;
}

/** The reason that was noted. */
export function notedRefusal({ locals }: Noted): string | undefined {
  const reason = locals?.['refusal'];
  return typeof reason === 'string' ? reason : undefined;
}

/** The same answer; where it refuses, what its JSON-RPC error says is noted as the reason. */
export async function noteAnswer(response: Noted, answer: Response): Promise<Response> {
  if (!isRefusal(answer.status)) return answer;
  const json: unknown = await answer
    .clone()
    .json()
    .catch(() => undefined);
  const error = answerSchema.safeParse(json).data?.error;
  if (error !== undefined) noteRefusal(response, error.message);
  return answer;
}
