import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setInterval } from 'node:timers';
import * as z from 'zod';
import { tokenText } from '../../../src/core/oauth/tokens/accessToken.ts';
import { Sessions } from '../../../src/core/oauth/sessions/sessions.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import { recordingLog } from './world.ts';

/** A window in a process of its own: loads the sessions, says "ready", and asks for a token when it is told to. */
const orderSchema = z.object({
  directory: z.string(),
  secrets: z.array(z.tuple([z.string(), z.string()])),
  id: z.string(),
  /** Milliseconds by which its clock is ahead. */
  ahead: z.number(),
});

// A process is ended by its test; this one keeps it there until then.
const alive = setInterval(() => undefined, 60_000);
const message: unknown = (await once(process, 'message')).at(0);
const { directory, secrets, id, ahead } = orderSchema.parse(message);
const effects = { fetch, now: () => Date.now() + ahead, log: recordingLog([]) };
const sessions = new Sessions({ secrets: new MemorySecrets(secrets), directory, effects });
await sessions.list();
process.send?.('ready');
await once(process, 'message');
const token = tokenText(await sessions.token(id));
process.send?.(createHash('sha256').update(token).digest('hex'));
await once(process, 'message');
sessions.dispose();
clearInterval(alive);
process.disconnect();
