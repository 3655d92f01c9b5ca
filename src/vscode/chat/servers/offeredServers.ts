import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { Effects } from '../../../core/effects.ts';
import { AppError, isSignedOut } from '../../../core/errors.ts';
import { startGateway } from '../../../core/gateway/startGateway.ts';
import type { Gateway, LentServer } from '../../../core/gateway/startGateway.ts';
import type { ServerClient } from '../../../core/mcp/serverClient.ts';
import type { Sessions } from '../../../core/oauth/sessions/sessions.ts';
import { accountTokens, type Accounts } from '../../auth/accounts/accountTokens.ts';
import type { SignedInAccount } from '../../auth/accounts/signedInAccounts.ts';
import type { ServerRegistry } from '../../servers/serverRegistry.ts';
import type { McpServers } from '../../start/lazyMcpServers.ts';
import { gatewayWords } from './gatewayWords.ts';

const VERSION_LENGTH = 16;

/** What {@link OfferedServers} are made from. */
export interface OfferedServersOptions {
  readonly registry: ServerRegistry;
  readonly accounts: Accounts;
  readonly sessions: Pick<Sessions, 'token' | 'replace' | 'isLendable'>;
  readonly effects: Pick<Effects, 'fetch' | 'log'>;
}

/** A server that is offered, for one account. */
interface Offer {
  readonly client: ServerClient;
  readonly account: SignedInAccount;
  /** Tells offers apart: another account, or another entry of the settings, gets another path. */
  readonly key: string;
}

/** The signed-in servers as the editor's chat gets them: through a gateway, so that it never holds a token. */
export class OfferedServers implements McpServers, vscode.Disposable {
  readonly #options: OfferedServersOptions;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listening: vscode.Disposable;
  readonly #lent = new Map<string, LentServer>();
  #gateway: Gateway | undefined;
  #listing: Promise<unknown> = Promise.resolve();
  #isDisposed = false;
  readonly onDidChange = this.#changed.event;

  constructor(options: OfferedServersOptions) {
    this.#options = options;
    this.#listening = options.registry.onDidChange(() => this.#changed.fire());
  }

  /** One list after the other: each takes back what the one before it lent and nobody is to have any more. */
  definitions(): Promise<vscode.McpHttpServerDefinition[]> {
    const listing = this.#listing.then(() => this.#list());
    this.#listing = listing.catch(() => undefined);
    return listing;
  }

  resolve({ label, uri, headers, version }: vscode.McpHttpServerDefinition): vscode.McpHttpServerDefinition {
    const isLent = [...this.#lent.values()].some(({ url }) => url === uri.toString(true));
    if (!this.#gateway || !isLent) {
      throw new Error(vscode.l10n.t('You are not signed in to {0}. Sign in with Incident Desk, then start it.', label));
    }
    const opened = { ...headers, Authorization: this.#gateway.authorization };
    return new vscode.McpHttpServerDefinition(label, uri, opened, version);
  }

  takeBack(): void {
    this.#end();
    // What a list that is under way lends.
    this.#listing = this.#listing.then(() => this.#end());
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#end();
    this.#listening.dispose();
    this.#changed.dispose();
  }

  #end(): void {
    this.#lent.clear();
    this.#gateway?.dispose();
    this.#gateway = undefined;
  }

  async #list(): Promise<vscode.McpHttpServerDefinition[]> {
    const offers = await this.#offers();
    if (offers.length === 0) this.#end();
    for (const [key, lent] of this.#lent) {
      if (offers.some((offer) => offer.key === key)) continue;
      this.#lent.delete(key);
      lent.dispose();
    }
    if (offers.length === 0) return [];
    const gateway = await this.#open();
    return offers.map((offer) => this.#definition(offer, gateway));
  }

  /** @throws where the window is closing */
  async #open(): Promise<Gateway> {
    const gateway = this.#gateway ?? (await startGateway({ effects: this.#options.effects, say: gatewayWords }));
    if (this.#isDisposed) {
      gateway.dispose();
      throw new vscode.CancellationError();
    }
    this.#gateway = gateway;
    return gateway;
  }

  async #offers(): Promise<readonly Offer[]> {
    const { registry, accounts } = this.#options;
    const offers = registry.list().map(async (client): Promise<Offer[]> => {
      if (client.entry.signIn === 'clientCredentials') return [];
      const account = await accounts.current(client.id);
      if (!account || !(await this.#isLendable(account))) return [];
      return [{ client, account, key: JSON.stringify([client.entry, account.account.id]) }];
    });
    return (await Promise.all(offers)).flat();
  }

  async #isLendable({ id }: SignedInAccount): Promise<boolean> {
    try {
      return await this.#options.sessions.isLendable(id);
    } catch (error) {
      if (isSignedOut(error)) return false;
      throw error;
    }
  }

  #definition({ client, account, key }: Offer, gateway: Gateway): vscode.McpHttpServerDefinition {
    const lent = this.#lent.get(key) ?? gateway.lend({ entry: client.entry, tokens: this.#tokens(client, account) });
    this.#lent.set(key, lent);
    const version = createHash('sha256').update(key).digest('hex').slice(0, VERSION_LENGTH);
    return new vscode.McpHttpServerDefinition(client.entry.name, vscode.Uri.parse(lent.url, true), {}, version);
  }

  /** The tokens of this account alone: between a change of accounts and the next list they are nobody's. */
  #tokens({ entry }: ServerClient, { account }: SignedInAccount) {
    const { accounts, sessions } = this.#options;
    const same: Accounts = {
      current: async (id) => {
        const now = await accounts.current(id);
        if (now && !(await this.#isLendable(now))) throw new AppError('chat_not_offered', { server: entry.name });
        return now?.account.id === account.id ? now : undefined;
      },
    };
    return accountTokens(entry, same, sessions);
  }
}
