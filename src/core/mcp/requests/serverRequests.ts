import type { Client, ClientCapabilities } from '@modelcontextprotocol/client';
import type { Listen, Log, Subscription } from '../../effects.ts';
import type { ServerEntry } from '../../serverEntry.ts';
import type { Sdk } from '../failure.ts';
import { answerElicitations } from './elicitation.ts';
import type { OnElicitation, OnUrlElicitation } from './elicitation.ts';
import { answerRoots, tellOfRoots } from './roots.ts';
import type { Roots } from './roots.ts';
import { answerSampling } from './sampling.ts';
import type { OnSampling } from './sampling.ts';
import { askForLog, hearServerLog } from './serverLog.ts';
import type { ServerLog } from './serverLog.ts';

/** What a server may ask of the person and the editor. Of what is absent, the server is told that it cannot ask. */
export interface ServerRequests {
  readonly elicit?: OnElicitation;
  readonly elicitUrl?: OnUrlElicitation;
  /** Hears that the person is done at a page that the server had them open, by the page's id. */
  readonly onPageDone?: (id: string) => void;
  readonly sample?: OnSampling;
  readonly roots?: Roots;
  /** Takes what the server writes down. */
  readonly log?: ServerLog;
  /** Fires when the server may ask for more, or for less: the next connection tells it. */
  readonly onDidChangeOffer?: Listen<void>;
}

/** What the requests of one client are answered with, and for whom. */
export interface AnswerOptions {
  readonly sdk: Sdk;
  readonly entry: ServerEntry;
  readonly log: Log;
  readonly requests: ServerRequests;
}

/** The same answers; `onQuestion` hears each time that the person or a model is asked. */
export function hearQuestions(requests: ServerRequests, onQuestion: () => void): ServerRequests {
  const heard =
    <Given extends unknown[], Answer>(answer: (...given: Given) => Answer) =>
    (...given: Given): Answer => {
      onQuestion();
      return answer(...given);
    };
  const { elicit, elicitUrl, sample } = requests;
  return {
    ...requests,
    ...(elicit ? { elicit: heard(elicit) } : {}),
    ...(elicitUrl ? { elicitUrl: heard(elicitUrl) } : {}),
    ...(sample ? { sample: heard(sample) } : {}),
  };
}

/** What the client says that it can do. */
export function clientCapabilities({ elicit, elicitUrl, sample, roots }: ServerRequests): ClientCapabilities {
  const elicitation = { ...(elicit ? { form: { applyDefaults: true } } : {}), ...(elicitUrl ? { url: {} } : {}) };
  return {
    ...(elicit || elicitUrl ? { elicitation } : {}),
    ...(sample ? { sampling: {} } : {}),
    ...(roots ? { roots: { listChanged: true } } : {}),
  };
}

/** Has the requests of a server answered. */
export function answerRequests(client: Client, { sdk, entry, log, requests }: AnswerOptions): void {
  const { elicit, elicitUrl, onPageDone, sample, roots } = requests;
  if (elicit || elicitUrl) {
    const onRefused = (reason: 'form' | 'address'): void => {
      const what = reason === 'form' ? 'a form that cannot be filled in' : 'a page whose address is not safe to open';
      log.warn(`${entry.name} asked for ${what}: declined`);
    };
    answerElicitations(client, { elicit, elicitUrl, server: new URL(entry.url), onRefused });
  }
  if (onPageDone) {
    client.setNotificationHandler('notifications/elicitation/complete', ({ params }) =>
      onPageDone(params.elicitationId),
    );
  }
  if (sample) answerSampling(client, sdk, sample);
  if (roots) answerRoots(client, roots);
  if (requests.log) hearServerLog(client, requests.log);
}

/** Tells a connected server of what changes on this side, until the subscription is disposed of; `limit` in milliseconds. */
export function keepTold(client: Client, { roots, log }: ServerRequests, limit: number): Subscription {
  const told = [...(roots ? [tellOfRoots(client, roots)] : []), ...(log ? [askForLog(client, log, limit)] : [])];
  return { dispose: () => told.forEach((subscription) => subscription.dispose()) };
}
