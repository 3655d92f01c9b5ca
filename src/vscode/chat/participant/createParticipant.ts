import * as vscode from 'vscode';
import { namedIn } from '../../../core/chat/namedIncidents.ts';
import { questionMessages } from '../../../core/chat/questionMessages.ts';
import { AppError } from '../../../core/errors.ts';
import { plainMarkdown } from '../../../core/mcp/markdownParts.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import type { Accounts } from '../../auth/accounts/accountTokens.ts';
import type { FaceOptions } from '../../faceOptions.ts';
import { isTurnedOn } from '../../start/isTurnedOn.ts';
import type { ChatAnswers } from '../../start/lazyParticipant.ts';
import { messageForAny } from '../../words/messages.ts';
import { plainText } from '../../words/plainText.ts';
import { PARTICIPANT, PARTICIPANT_SETTING } from '../chatIds.ts';
import { chatHistory } from './chatHistory.ts';
import { followupsOf } from './followups.ts';
import { freeQuestion } from './freeQuestion.ts';
import type { Gathered, Said } from './gathered.ts';
import { modelWords } from './modelWords.ts';
import { postmortem } from './postmortem.ts';
import { Reach } from './reach.ts';
import { streamAnswer } from './streamAnswer.ts';
import { summary } from './summary.ts';
import { triage } from './triage.ts';

const { t } = vscode.l10n;

/** Characters of data for each token that a model takes, and at most: the rest is for history, rules and the answer. */
const CHARACTERS_PER_TOKEN = 2;
const DATA_LIMIT = 100_000;
/** Buttons below an answer. */
const BUTTONS = 5;

const GATHER: Readonly<Record<string, (asked: string, reach: Reach) => Promise<Gathered | Said>>> = {
  ...{ triage, summary, postmortem },
};

/** What `@incidents` is made from. */
export interface ParticipantOptions extends Pick<FaceOptions, 'registry' | 'withStepUp' | 'log'> {
  readonly accounts: Accounts;
}

/** The answers of `@incidents`: what the servers hold, put into words by the language model that the person chose. */
export function createParticipant(options: ParticipantOptions): ChatAnswers & vscode.Disposable {
  return {
    answer: async (request, context, stream, token) => {
      const stop = new AbortController();
      const cancelled = token.onCancellationRequested(() => stop.abort(new AppError('cancelled')));
      try {
        if (!isTurnedOn(PARTICIPANT_SETTING)) return sayOff(stream);
        return await answer(request, context, { ...options, stream, token, signal: stop.signal });
      } catch (error) {
        return token.isCancellationRequested ? {} : sayError(error, stream, options);
      } finally {
        cancelled.dispose();
      }
    },
    followups: followupsOf,
    dispose: () => {},
  };
}

interface Turn extends ParticipantOptions {
  readonly stream: vscode.ChatResponseStream;
  readonly token: vscode.CancellationToken;
  readonly signal: AbortSignal;
}

async function answer(
  request: vscode.ChatRequest,
  context: vscode.ChatContext,
  turn: Turn,
): Promise<vscode.ChatResult> {
  const { stream, token } = turn;
  const model = modelOf(request);
  const asked = request.prompt.trim();
  const limit = Math.min((model?.maxInputTokens ?? 0) * CHARACTERS_PER_TOKEN, DATA_LIMIT);
  stream.progress(t('Reading the incidents…'));
  const missed = (client: ServerClient, error: unknown): void =>
    stream.markdown(
      `${t('{0} was left out:', plainMarkdown(plainText(client.entry.name)))} ${plainMarkdown(messageForAny(error).text)}\n\n`,
    );
  const reach = new Reach({ ...turn, limit, missed });
  const gathered = await (GATHER[request.command ?? ''] ?? freeQuestion)(asked, reach);
  const metadata = { followups: gathered.followups };
  if ('say' in gathered) {
    stream.markdown(gathered.say);
    return { metadata };
  }
  if (!model) return { errorDetails: { message: t('This chat has no language model. Choose one, then ask again.') } };
  const history = chatHistory(context, PARTICIPANT);
  const { task, data, known } = gathered;
  const messages = questionMessages({ task, data, asked, history, language: vscode.env.language }, limit);
  let said: string;
  try {
    said = await streamAnswer(model, messages, stream, token);
  } catch (error) {
    if (token.isCancellationRequested) return {};
    turn.log.warn(`@incidents: ${error instanceof vscode.LanguageModelError ? error.code : 'the model failed'}`);
    return { errorDetails: { message: modelWords(error, model.name) } };
  }
  if (token.isCancellationRequested) return {};
  for (const reference of namedIn(said, known).slice(0, BUTTONS)) {
    const title = t('Open {0}', plainText(reference.id));
    stream.button({ command: 'incidentDesk.openIncident', title, arguments: [reference] });
  }
  return { metadata };
}

/** VS Code promises one with each request, and asks nobody where it has none; others need not. */
function modelOf({ model }: vscode.ChatRequest): vscode.LanguageModelChat | undefined {
  return model;
}

function sayOff(stream: vscode.ChatResponseStream): vscode.ChatResult {
  stream.markdown(t('`@incidents` is turned off in the settings.'));
  const title = t('Open Settings');
  stream.button({ command: 'workbench.action.openSettings', title, arguments: [PARTICIPANT_SETTING] });
  return {};
}

/** What failed, with the button that helps. */
function sayError(
  error: unknown,
  stream: vscode.ChatResponseStream,
  { log }: Pick<ParticipantOptions, 'log'>,
): vscode.ChatResult {
  log.warn(
    `@incidents: ${error instanceof AppError ? error.code : error instanceof Error ? error.name : 'unknown fault'}`,
  );
  const { text, action } = messageForAny(error);
  stream.markdown(plainMarkdown(text));
  if (action) stream.button(action);
  return {};
}
