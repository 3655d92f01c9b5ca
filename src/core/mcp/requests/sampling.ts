import type { Client, RequestTypeMap } from '@modelcontextprotocol/client';
import { isAppError } from '../../errors.ts';
import { labelText, multilineText } from '../../shownText.ts';
import { unlessAborted } from '../../unlessAborted.ts';
import type { Sdk } from '../failure.ts';
import { cutAnswer } from './cutAnswer.ts';

/** A piece of a message for a language model. */
export type SamplingPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly mimeType: string; readonly base64: string };

/** One message of a conversation with a language model. */
export interface SamplingMessage {
  readonly role: 'user' | 'assistant';
  readonly parts: readonly SamplingPart[];
}

/** What a server wants a language model to answer (MCP sampling). */
export interface SamplingRequest {
  /** Empty where there is none. */
  readonly systemPrompt: string;
  readonly messages: readonly SamplingMessage[];
  /** Parts of the names of models that the server would like, the best first. */
  readonly hints: readonly string[];
  readonly maxTokens: number;
  readonly stopSequences: readonly string[];
}

/** What the model answered. */
export interface SamplingAnswer {
  readonly text: string;
  /** Name of the model. */
  readonly model: string;
  /** Whether it was stopped since it grew too long. */
  readonly isCut: boolean;
}

/**
 * Has a language model answer, if the person agrees.
 * @throws AppError `cancelled` where the person does not, `no_model`, `model_failed`
 */
export type OnSampling = (request: SamplingRequest, signal: AbortSignal) => Promise<SamplingAnswer>;

type SamplingParams = RequestTypeMap['sampling/createMessage']['params'];

const MESSAGES = 100;
/** As many as the document shows that the person agrees to. */
const PARTS = 500;
/** Characters in all of the texts, and in all of the images. */
const TEXT_LENGTH = 200_000;
const IMAGE_LENGTH = 14_000_000;
const HINTS = 10;
const STOP_SEQUENCES = 16;
const NAME_LENGTH = 100;
/** JSON-RPC code of a request that the person refused. */
const REJECTED = -1;

/** Has a server's requests for a language model answered. The server hears why where there is no answer. */
export function answerSampling(client: Client, sdk: Sdk, sample: OnSampling): void {
  client.setRequestHandler('sampling/createMessage', async ({ params }, { mcpReq }) => {
    const request = samplingRequest(params);
    if (!request)
      throw new sdk.ProtocolError(
        sdk.ProtocolErrorCode.InvalidParams,
        'The messages are too large, or hold more than text and images',
      );
    const { text, model, isCut } = await unlessAborted(sample(request, mcpReq.signal), mcpReq.signal).catch(
      (error: unknown) => {
        throw refusal(error, sdk);
      },
    );
    const cut = cutAnswer(text, request.stopSequences);
    const stopReason = cut.isStopped ? 'stopSequence' : isCut ? 'maxTokens' : 'endTurn';
    return {
      role: 'assistant',
      content: { type: 'text', text: cut.text },
      model: labelText(model, NAME_LENGTH),
      stopReason,
    };
  });
}

/** What the server is told; the cause is for the person, where their own call fails by it. */
function refusal(error: unknown, sdk: Sdk): unknown {
  const words = wordsFor(error);
  return words === undefined ? error : Object.assign(new sdk.ProtocolError(REJECTED, words), { cause: error });
}

function wordsFor(error: unknown): string | undefined {
  if (isAppError(error, 'cancelled')) return 'User rejected sampling request';
  if (isAppError(error, 'no_model')) return 'The editor has no language model';
  return isAppError(error, 'model_failed') ? 'The language model did not answer' : undefined;
}

/** Undefined for what is too large, or not made of text and images. */
export function samplingRequest(params: SamplingParams): SamplingRequest | undefined {
  const { messages: sent, systemPrompt = '', modelPreferences, maxTokens, stopSequences = [] } = params;
  if (sent.length === 0 || sent.length > MESSAGES || params.tools !== undefined) return undefined;
  const messages: SamplingMessage[] = [];
  for (const { role, content } of sent) {
    const parts = [content].flat().map(partOf);
    if (!parts.every((part) => part !== undefined)) return undefined;
    messages.push({ role, parts });
  }
  const all = messages.flatMap(({ parts }) => parts);
  const texts = all.reduce((sum, part) => sum + (part.type === 'text' ? part.text.length : 0), systemPrompt.length);
  const images = all.reduce((sum, part) => sum + (part.type === 'image' ? part.base64.length : 0), 0);
  if (texts > TEXT_LENGTH || images > IMAGE_LENGTH || all.length > PARTS) return undefined;
  const hints = (modelPreferences?.hints ?? [])
    .slice(0, HINTS)
    .flatMap(({ name }) => (name ? [labelText(name, NAME_LENGTH)] : []));
  const stops = stopSequences.filter((stop) => stop !== '').slice(0, STOP_SEQUENCES);
  return {
    systemPrompt: multilineText(systemPrompt, TEXT_LENGTH),
    messages: messages.map(({ role, parts }) => ({ role, parts: parts.map(visible) })),
    ...{ hints, maxTokens: Math.max(1, maxTokens), stopSequences: stops },
  };
}

/** What nobody sees, nobody can agree to: the model gets a text as it is shown. */
function visible(part: SamplingPart): SamplingPart {
  return part.type === 'text' ? { ...part, text: multilineText(part.text, TEXT_LENGTH) } : part;
}

type SentPart = Exclude<SamplingParams['messages'][number]['content'], readonly unknown[]>;

function partOf(part: SentPart): SamplingPart | undefined {
  if (part.type === 'text') return { type: 'text', text: part.text };
  if (part.type !== 'image' || !/^image\/[\w.+-]+$/.test(part.mimeType)) return undefined;
  return { type: 'image', mimeType: part.mimeType, base64: part.data };
}
