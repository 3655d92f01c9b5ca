import { AppError, isAppError } from '../errors.ts';
import { unlessAborted } from '../unlessAborted.ts';
import type { ServerClient } from './serverClient.ts';

/**
 * Signs the person in to a server anew, for what is granted and for `scopes` together, and returns once the server's
 * client uses the new tokens.
 * @throws AppError of any sign-in code; `cancelled` when the person declines
 */
export type StepUp = (serverId: string, scopes: readonly string[]) => Promise<void>;

/**
 * Runs a call that a person started, and where the server answers that a permission is missing, asks for it and runs
 * the call again: a refused call was not carried out, so that nothing happens twice. `call` must take its connection
 * from the client each time, since a sign-in replaces it.
 * @throws AppError `scopes_not_granted` where asking did not help, `cancelled`, and whatever the call throws
 */
export type WithStepUp = <T>(
  client: Pick<ServerClient, 'id'>,
  call: () => Promise<T>,
  options?: { readonly signal?: AbortSignal },
) => Promise<T>;

/** How often one call is sent at most: a server that always demands something else must not prompt for ever. */
const TRIES = 3;
/** Errors by which an issuer says that this person may not have a scope. */
const REFUSALS = ['access_denied', 'invalid_scope'];

/** Makes {@link WithStepUp}: one step-up at a time for a server, shared by all calls that wait for it. */
export function createWithStepUp(stepUp: StepUp): WithStepUp {
  const prompts = new StepUpPrompts(stepUp);
  return async (client, call, { signal } = {}) => {
    const asked = new Set<string>();
    for (let tries = 1; ; tries += 1) {
      const finished = prompts.finished(client.id);
      try {
        return await call();
      } catch (error) {
        if (!isAppError(error, 'insufficient_scope')) throw error;
        if (signal?.aborted) throw new AppError('cancelled', {}, { cause: error });
        const demanded = scopesOf(error);
        if (tries === TRIES || demanded.every((scope) => asked.has(scope))) throw notGranted(error);
        // Sent before another call's step-up ended: what that one got may be enough.
        if (prompts.finished(client.id) !== finished) continue;
        const wanted = [...new Set([...asked, ...demanded])];
        const got = await prompts.ask(client.id, wanted, signal).catch((failure: unknown) => {
          throw isRefusal(failure) ? notGranted(error, failure) : failure;
        });
        for (const scope of got) asked.add(scope);
      }
    }
  };
}

interface Prompt {
  readonly scopes: readonly string[];
  readonly done: Promise<void>;
}

/** The step-ups that are under way, one for a server. */
class StepUpPrompts {
  readonly #stepUp: StepUp;
  readonly #running = new Map<string, Prompt>();
  readonly #finished = new Map<string, number>();

  constructor(stepUp: StepUp) {
    this.#stepUp = stepUp;
  }

  /** How many step-ups of a server went well so far. */
  finished(serverId: string): number {
    return this.#finished.get(serverId) ?? 0;
  }

  /** Asks for scopes, or waits for the step-up that is under way. Gives the scopes that were asked for. */
  async ask(serverId: string, scopes: readonly string[], signal?: AbortSignal): Promise<readonly string[]> {
    const prompt = this.#running.get(serverId) ?? this.#start(serverId, scopes);
    const isShared = scopes.every((scope) => prompt.scopes.includes(scope));
    try {
      await unlessAborted(prompt.done, signal);
    } catch (error) {
      // What came of a question for other scopes says nothing of these.
      if (isShared || signal?.aborted) throw error;
    }
    return prompt.scopes;
  }

  #start(serverId: string, scopes: readonly string[]): Prompt {
    const done = this.#stepUp(serverId, scopes)
      .then(() => void this.#finished.set(serverId, this.finished(serverId) + 1))
      .finally(() => this.#running.delete(serverId));
    const prompt = { scopes, done };
    this.#running.set(serverId, prompt);
    return prompt;
  }
}

function scopesOf({ args }: AppError): readonly string[] {
  return (args['scopes'] ?? '').split(' ').filter((scope) => scope !== '');
}

function isRefusal(error: unknown): boolean {
  if (!isAppError(error, 'authorization_denied', 'token_request_failed')) return false;
  return REFUSALS.includes(error.args['error'] ?? '');
}

function notGranted({ args }: AppError, cause?: unknown): AppError {
  return new AppError('scopes_not_granted', args, { cause });
}
