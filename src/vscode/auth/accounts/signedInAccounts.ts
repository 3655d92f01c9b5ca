import * as vscode from 'vscode';
import type { Log } from '../../../core/effects.ts';
import { inBackground } from '../../../core/inBackground.ts';
import type { PickedAccounts } from './pickedAccounts.ts';
import { AUTH_PROVIDER_ID, serverScope } from '../provider/providerId.ts';

/** The account that is used for a server; `id` is the id of its session. */
export interface SignedInAccount {
  readonly id: string;
  readonly label: string;
  readonly account: vscode.AuthenticationSessionAccountInformation;
}

/** A server whose session is another one now. */
export interface AccountChange {
  readonly serverId: string;
  /** Whether the account is the same still, as after a sign-in for more permissions. */
  readonly sameAccount: boolean;
}

/**
 * Which account is used for which server, as VS Code answers it: with the person's consent and choice of account.
 * Each server is asked for once and again when something changed, since a `getSession` costs about 9 ms.
 */
export class SignedInAccounts implements vscode.Disposable {
  readonly #log: Log;
  readonly #picked: Pick<PickedAccounts, 'get'>;
  readonly #changed = new vscode.EventEmitter<readonly AccountChange[]>();
  readonly #listening: vscode.Disposable;
  #accounts = new Map<string, Promise<SignedInAccount | undefined>>();
  readonly onDidChange = this.#changed.event;

  constructor(picked: Pick<PickedAccounts, 'get'>, log: Log) {
    this.#log = log;
    this.#picked = picked;
    this.#listening = vscode.authentication.onDidChangeSessions(({ provider }) => {
      if (provider.id === AUTH_PROVIDER_ID) inBackground(this.refresh(), 'Asking for the accounts', log);
    });
  }

  /** The account of a server; undefined where nobody is signed in. Never shows anything. */
  current(serverId: string): Promise<SignedInAccount | undefined> {
    const known = this.#accounts.get(serverId);
    if (known) return known;
    const asked = this.#ask(serverId);
    this.#accounts.set(serverId, asked);
    return asked;
  }

  /** Asks again for every server asked for so far. */
  async refresh(): Promise<void> {
    const before = this.#accounts;
    this.#accounts = new Map();
    const changes = await Promise.all(
      [...before].map(async ([serverId, earlier]) => {
        const [then, now] = await Promise.all([earlier, this.current(serverId)]);
        return then?.id === now?.id ? [] : [{ serverId, sameAccount: then?.account.id === now?.account.id }];
      }),
    );
    const changed = changes.flat();
    if (changed.length > 0) this.#changed.fire(changed);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  async #ask(serverId: string): Promise<SignedInAccount | undefined> {
    try {
      const session = await this.#session(serverId);
      return session && { id: session.id, label: session.account.label, account: session.account };
    } catch (error) {
      this.#log.warn(`VS Code did not say who is signed in: ${error instanceof Error ? error.message : 'unknown'}`);
      return undefined;
    }
  }

  /** The picked account's, else VS Code's choice. It has none where several accounts are left: then any of them. */
  async #session(serverId: string): Promise<vscode.AuthenticationSession | undefined> {
    const silently = (account?: vscode.AuthenticationSessionAccountInformation) =>
      vscode.authentication.getSession(AUTH_PROVIDER_ID, [serverScope(serverId)], {
        silent: true,
        ...(account ? { account } : {}),
      });
    const picked = this.#picked.get(serverId);
    const found = (picked && (await silently(picked))) ?? (await silently());
    if (found) return found;
    for (const account of await vscode.authentication.getAccounts(AUTH_PROVIDER_ID)) {
      const session = await silently(account);
      if (session) return session;
    }
    return undefined;
  }
}
