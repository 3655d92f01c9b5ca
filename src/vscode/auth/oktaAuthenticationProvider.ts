import * as vscode from 'vscode';
import type { Log } from '../../core/effects.ts';
import { isAppError, isSignedOut } from '../../core/errors.ts';
import type { SignedIn } from '../../core/oauth/signedIn.ts';
import type { Session } from '../../core/oauth/session.ts';
import type { Sessions } from '../../core/oauth/sessions.ts';
import { messageForAny } from '../words/messages.ts';
import { plainText } from '../words/plainText.ts';
import { serverIdOf, serverScope } from './providerId.ts';
import type { SignInPrompts } from './signInPrompts.ts';

/** What the provider is built from. */
export interface OktaAuthenticationProviderOptions {
  readonly sessions: Sessions;
  readonly prompts: SignInPrompts<Session>;
  /** Signs in to a configured server, showing what it needs to. @throws AppError `unknown_server` */
  readonly signIn: (serverId: string) => Promise<SignedIn>;
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
    const named = asked.filter((session) => session.serverId === serverId);
    const usable = await Promise.all(named.map((session) => this.#withToken(session)));
    return usable.filter((session) => session !== undefined);
  }

  async createSession(scopes: readonly string[]): Promise<vscode.AuthenticationSession> {
    const serverId = serverIdOf(scopes);
    if (serverId === undefined) throw new Error('The first scope must name a server: "server:<id>".');
    try {
      const session = await this.#options.prompts.run(serverId, () => this.#signIn(serverId));
      return { ...identity(session), accessToken: await this.#options.sessions.token(session.id) };
    } catch (error) {
      // VS Code hands on nothing but the message: give it words.
      throw new Error(messageForAny(error).text, { cause: error });
    }
  }

  async removeSession(sessionId: string): Promise<void> {
    await this.#options.sessions.remove(sessionId);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  async #signIn(serverId: string): Promise<Session> {
    const session = await this.#options.sessions.add(await this.#options.signIn(serverId));
    this.#options.log.info(
      `Signed in to ${new URL(session.issuer).host} with scopes ${plainText(session.scopes.join(' '))}`,
    );
    return session;
  }

  /** The session with its token; without one where the issuer is out of reach; none where the session is over. */
  async #withToken(session: Session): Promise<vscode.AuthenticationSession | undefined> {
    try {
      return { ...identity(session), accessToken: await this.#options.sessions.token(session.id) };
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
