import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import pg from 'pg';
import * as z from 'zod';
import { endsWithin } from '../../endsWithin.ts';
import type { StoreChange } from '../incidentStore.ts';
import { type SessionChange, sessionChangeSchema } from '../sessionStore.ts';

const CHANNEL = 'incident_changes';
/** Apart from the other, which older versions listen to as well. */
const SESSION_CHANNEL = 'session_changes';
/** Milliseconds until it is tried again to listen: the first time, and at most. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 5000;
/** Milliseconds that PostgreSQL may take to end a connection. */
const END_LIMIT = 1000;
/** The longest message that PostgreSQL takes, in bytes, with some room. */
const LONGEST_MESSAGE = 7000;

const noticeSchema = z.object({
  from: z.string(),
  change: z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['created', 'changed']), id: z.string() }),
    z.object({ kind: z.literal('imported') }),
  ]),
});

const sessionNoticeSchema = z.object({ from: z.string(), change: sessionChangeSchema });

/** A channel, and what is to be sent there. */
export interface Notice {
  readonly channel: string;
  readonly message: string;
}

/** What a listener works with. */
export interface ChangeListenerOptions {
  readonly connection: pg.ClientConfig;
  /** Hears of each change in the order in which they were committed, and whether it was made elsewhere. */
  readonly onChange: (change: StoreChange, isElsewhere: boolean) => void;
  readonly onSessionChange: (change: SessionChange) => void;
  readonly report: (error: Error) => void;
}

/** Ends a connection, and breaks it off where nothing is heard of PostgreSQL any more. */
async function end(client: pg.Client, socket: Socket): Promise<void> {
  const ended = client.end();
  if (!(await endsWithin(END_LIMIT, ended))) socket.destroy();
  await ended;
}

/** Hears what this and other processes on the same PostgreSQL change. A connection that drops is made anew. */
export class ChangeListener {
  readonly #options: ChangeListenerOptions;
  /** Tells this process from the others. */
  readonly #self = randomUUID();
  #end: (() => Promise<void>) | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;
  #isListening = false;

  constructor(options: ChangeListenerOptions) {
    this.#options = options;
  }

  /** Whether changes are heard of at present. */
  get isListening(): boolean {
    return this.#isListening;
  }

  /** The channel, and what is to be sent there of a change by this process. */
  notice(change: StoreChange): Notice {
    const message = JSON.stringify({ from: this.#self, change });
    if (Buffer.byteLength(message) <= LONGEST_MESSAGE) return { channel: CHANNEL, message };
    return { channel: CHANNEL, message: JSON.stringify({ from: this.#self, change: { kind: 'imported' } }) };
  }

  /** The same for what this process did to a session. */
  sessionNotice(change: SessionChange): Notice {
    return { channel: SESSION_CHANNEL, message: JSON.stringify({ from: this.#self, change }) };
  }

  /** Begins to listen; throws where the database cannot be reached. */
  async listen(): Promise<void> {
    const socket = new Socket();
    const client = new pg.Client({ ...this.#options.connection, stream: () => socket });
    client.on('notification', (notification) => this.#hearWhatever(notification));
    client.on('error', (cause) => {
      this.#options.report(new Error('the PostgreSQL connection that hears of changes was lost', { cause }));
    });
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}; listen ${SESSION_CHANNEL}`);
    } catch (error) {
      await end(client, socket).catch(() => undefined);
      throw error;
    }
    if (this.#isClosed) return end(client, socket);
    this.#end = () => end(client, socket);
    this.#isListening = true;
    client.on('end', () => {
      this.#isListening = false;
      this.#tryAgain(FIRST_PAUSE);
    });
    return undefined;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    await this.#end?.();
  }

  /** Anybody who may connect to the database may send something here, and so may newer versions. */
  #hearWhatever(notification: pg.Notification): void {
    try {
      this.#hear(notification);
    } catch (error) {
      this.#options.report(new Error('a notice of a change could not be read', { cause: error }));
      this.#lookAgain();
    }
  }

  /** Nobody knows what was missed. */
  #lookAgain(): void {
    this.#options.onChange({ kind: 'imported' }, true);
    this.#options.onSessionChange({ kind: 'unknown' });
  }

  #hear({ channel, payload = '' }: pg.Notification): void {
    if (channel === SESSION_CHANNEL) {
      const { from, change } = sessionNoticeSchema.parse(JSON.parse(payload));
      if (from !== this.#self) this.#options.onSessionChange(change);
      return;
    }
    const { from, change } = noticeSchema.parse(JSON.parse(payload));
    this.#options.onChange(change, from !== this.#self);
  }

  #tryAgain(pause: number): void {
    if (this.#isClosed) return;
    this.#retry = setTimeout(() => {
      this.listen().then(
        () => this.#lookAgain(),
        (error: unknown) => {
          this.#options.report(new Error('changes cannot be heard of from PostgreSQL', { cause: error }));
          this.#tryAgain(Math.min(pause * 2, LONGEST_PAUSE));
        },
      );
    }, pause);
  }
}
