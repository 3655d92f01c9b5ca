import type * as vscode from 'vscode';
import type { Effects } from '../core/effects.ts';
import { Callbacks } from '../core/oauth/callbacks/callbacks.ts';
import { Credentials } from '../core/oauth/clients/credentials.ts';
import { Registrations } from '../core/oauth/clients/registrations.ts';
import { ResourceRefusals } from '../core/oauth/discovery/resourceRefusals.ts';
import type { Session } from '../core/oauth/sessions/session.ts';
import { Sessions } from '../core/oauth/sessions/sessions.ts';
import { createPickedAccounts } from '../vscode/auth/accounts/pickedAccounts.ts';
import { SignedInAccounts } from '../vscode/auth/accounts/signedInAccounts.ts';
import { createSignOutOf } from '../vscode/auth/accounts/signOutOf.ts';
import { createSwitchAccount } from '../vscode/auth/accounts/switchAccount.ts';
import { openInBrowser } from '../vscode/auth/browser/openInBrowser.ts';
import type { SignIn, SignInOptions } from '../vscode/auth/createSignIn.ts';
import { NotificationLinks } from '../vscode/auth/notificationLinks.ts';
import type { EditorHost } from '../vscode/auth/planning/editorHost.ts';
import { createIssuerMemory } from '../vscode/auth/planning/issuerMemory.ts';
import { createAskForSession } from '../vscode/auth/provider/askForSession.ts';
import { OktaAuthenticationProvider } from '../vscode/auth/provider/oktaAuthenticationProvider.ts';
import { createSecretStore, rescanOnChange } from '../vscode/auth/provider/secretStore.ts';
import { SignInPrompts } from '../vscode/auth/provider/signInPrompts.ts';
import { createSignInTo } from '../vscode/auth/signInTo.ts';
import { readClientMetadataUrl } from '../vscode/settings/clientMetadataUrl.ts';
import type { ServersSetting } from '../vscode/settings/serversSetting.ts';
import type { LazyAuthenticationProvider } from '../vscode/start/lazyAuthenticationProvider.ts';

/** What the accounts are built from. */
export interface AccountsOptions {
  readonly context: Pick<vscode.ExtensionContext, 'secrets' | 'globalState' | 'globalStorageUri'>;
  readonly effects: Effects;
  readonly host: EditorHost;
  readonly setting: ServersSetting;
  /** Tells VS Code of changes among the sessions. */
  readonly announce: LazyAuthenticationProvider['announce'];
}

/** Builds what signs in and out, and knows who is signed in. */
export function buildAccounts({ context, effects, host, setting, announce }: AccountsOptions) {
  const { log, now } = effects;
  const directory = context.globalStorageUri.fsPath;
  const memory = context.globalState;
  const secrets = createSecretStore(context.secrets);
  const sessions = new Sessions({ secrets, directory, effects });
  const callbacks = new Callbacks({ directory, now, log });
  const links = new NotificationLinks();
  const known = {
    issuers: createIssuerMemory(memory),
    registrations: new Registrations(secrets, now),
    credentials: new Credentials(secrets),
    refusals: new ResourceRefusals(memory),
    clientMetadataUrl: readClientMetadataUrl,
  };
  const prompts = new SignInPrompts<Session>();
  const signIn = lateSignIn({
    ...{ effects, host, callbacks, openBrowser: openInBrowser, links, setting, sessions, memory },
    ...known,
  });
  const signOutOf = createSignOutOf(sessions, openInBrowser, log);
  const provider = new OktaAuthenticationProvider({ sessions, prompts, signIn, signOutOf, log });
  const picked = createPickedAccounts(memory);
  const accounts = new SignedInAccounts(picked, log);
  const ask = createAskForSession({ prompts, picked, accounts, provider });
  const parts = [
    ...[sessions, callbacks, links, provider, accounts],
    provider.onDidChangeSessions(announce),
    rescanOnChange(context.secrets, sessions, log),
  ];
  return {
    ...{ sessions, callbacks, links, known, provider, accounts, ask, signOutOf },
    signInTo: createSignInTo({ ask, accounts, setting }),
    switchAccount: createSwitchAccount({ sessions, accounts, ask }),
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
}

/** The sign-in, loaded when somebody signs in: whoever is signed in already needs none of it. */
function lateSignIn(options: SignInOptions): SignIn {
  return async (...wanted) => {
    const { createSignIn } = await import('../vscode/auth/createSignIn.ts');
    return createSignIn(options)(...wanted);
  };
}
