import * as vscode from 'vscode';
import type { Log } from '../../../core/effects.ts';
import { AppError, isAppError, isSignedOut } from '../../../core/errors.ts';
import { tokenText } from '../../../core/oauth/tokens/accessToken.ts';
import type { Session } from '../../../core/oauth/sessions/session.ts';
import type { Sessions } from '../../../core/oauth/sessions/sessions.ts';
import { messageForAny } from '../../words/messages.ts';
import { plainText } from '../../words/plainText.ts';
import type { SignIn, StepUpWanted } from '../createSignIn.ts';
import { scopesBeside, serverIdOf, serverScope } from './providerId.ts';
import type { SignInPrompts } from './signInPrompts.ts';
import type { SignOutOf } from '../accounts/signOutOf.ts';

/** What the provider is built from. */
export interface OktaAuthenticationProviderOptions {
  readonly sessions: Sessions;
  readonly prompts: SignInPrompts<Session>;
  readonly signIn: SignIn;
  readonly signOutOf: SignOutOf;
  readonly log: Log;
}

/**
 * Incident Desk's accounts, as VS Code's Accounts menu, consent and other extensions see them. Tokens are given only
 * to a request whose first scope names a server; a request without scopes is the Accounts menu, which needs none.
 */
export class OktaAuthenticationProvider implements vscode.AuthenticationProvider, vscode.Disposable {
  readonly #options: OktaAuthenticationProviderOptions;
  readonly #changed = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly #listening: { dispose(): void };
  readonly onDidChangeSessions = this.#changed.event;

  constructor(options: OktaAuthenticationProviderOptions) {
    this.#options = options;
    this.#listening = options.sessions.onDidChange(({ added, removed, changed }) => {
      this.#changed.fire({
        added: added.map(identity),
        removed: removed.map(identity),
        changed: changed.map(identity),
      });
    });
  }

  async getSessions(
    scopes: readonly string[] | undefined,
    { account }: vscode.AuthenticationProviderSessionOptions,
  ): Promise<vscode.AuthenticationSession[]> {
    const sessions = await this.#options.sessions.list();
    const asked = account ? sessions.filter((session) => session.account.id === account.id) : sessions;
    if (scopes === undefined) return asked.map(identity);
    const serverId = serverIdOf(scopes);
    if (serverId === undefined) return [];
    const wanted = scopesBeside(scopes);
    const named = asked
      .filter((session) => session.serverId === serverId)
      .filter((session) => wanted.every((scope) => session.scopes.includes(scope)));
    const usable = await Promise.all(named.map((session) => this.#withToken(session)));
    return usable.filter((session) => session !== undefined);
  }

  /**
   * With scopes beside the server's: a step-up, which asks the same account for these permissions too. Where nobody is
   * signed in, they are asked for at once.
   */
  async createSession(
    scopes: readonly string[],
    { account }: vscode.AuthenticationProviderSessionOptions = {},
  ): Promise<vscode.AuthenticationSession> {
    const serverId = serverIdOf(scopes);
    if (serverId === undefined) throw new Error('The first scope must name a server: "server:<id>".');
    try {
      const session = await this.#options.prompts.run(serverId, () =>
        this.#signIn(serverId, scopesBeside(scopes), account),
      );
      return { ...identity(session), accessToken: tokenText(await this.#options.sessions.token(session.id)) };
    } catch (error) {
      // VS Code hands on nothing but the message: give it words.
      throw new Error(messageForAny(error).text, { cause: error });
    }
  }

  async removeSession(sessionId: string): Promise<void> {
    await this.#options.signOutOf(sessionId);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  async #signIn(
    serverId: string,
    demanded: readonly string[],
    account: vscode.AuthenticationSessionAccountInformation | undefined,
  ): Promise<Session> {
    const { sessions, signIn, log } = this.#options;
    const here = (await sessions.list()).filter((session) => session.serverId === serverId);
    const [before] = here.filter((session) => account === undefined || session.account.id === account.id);
    const stepUp: StepUpWanted | undefined = demanded.length > 0 ? { session: before, demanded } : undefined;
    // Whoever is signed in and names no account wants another one, which the issuer must ask for.
    const signedIn = await signIn(serverId, {
      ...(stepUp ? { stepUp } : {}),
      otherAccount: here.length > 0 && account === undefined && !stepUp,
    });
    const { account: found } = signedIn.session;
    if (stepUp && before && found.id !== before.account.id) {
      await sessions.discard(signedIn);
      throw new AppError('account_differs', { expected: before.account.label, found: found.label });
    }
    const session = await sessions.add(signedIn);
    log.info(`Signed in to ${new URL(session.issuer).host} with scopes ${plainText(session.scopes.join(' '))}`);
    return session;
  }

  /** The session with its token; without one where the issuer is out of reach; none where the session is over. */
  async #withToken(session: Session): Promise<vscode.AuthenticationSession | undefined> {
    try {
      return { ...identity(session), accessToken: tokenText(await this.#options.sessions.token(session.id)) };
    } catch (error) {
      if (isSignedOut(error)) return undefined;
      this.#options.log.warn(`No token for now: ${isAppError(error) ? error.code : 'unexpected failure'}`);
      return identity(session);
    }
  }
}

/** A session as VS Code knows it, without its token. */
function identity(session: Session): vscode.AuthenticationSession {
  const { id, account, serverId, scopes } = session;
  return { id, accessToken: '', account, scopes: [serverScope(serverId), ...scopes] };
}
