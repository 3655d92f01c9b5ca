import path from 'node:path';
import * as vscode from 'vscode';
import type { Effects } from './core/effects.ts';
import { createServerClient } from './core/mcp/createServerClient.ts';
import { createWithStepUp } from './core/mcp/withStepUp.ts';
import { Callbacks } from './core/oauth/callbacks/callbacks.ts';
import { Credentials } from './core/oauth/clients/credentials.ts';
import { Registrations } from './core/oauth/clients/registrations.ts';
import { ResourceRefusals } from './core/oauth/discovery/resourceRefusals.ts';
import type { Session } from './core/oauth/sessions/session.ts';
import { Sessions } from './core/oauth/sessions/sessions.ts';
import { watchAccounts } from './vscode/accountWatch.ts';
import { accountTokens } from './vscode/auth/accounts/accountTokens.ts';
import { createUriHandler } from './vscode/auth/browser/callbackUriHandler.ts';
import { createAskForSession } from './vscode/auth/provider/askForSession.ts';
import { createSignIn } from './vscode/auth/createSignIn.ts';
import { editorHost } from './vscode/auth/planning/editorHost.ts';
import { createIssuerMemory } from './vscode/auth/planning/issuerMemory.ts';
import { NotificationLinks } from './vscode/auth/notificationLinks.ts';
import { OktaAuthenticationProvider } from './vscode/auth/provider/oktaAuthenticationProvider.ts';
import { openInBrowser } from './vscode/auth/browser/openInBrowser.ts';
import { createPickedAccounts } from './vscode/auth/accounts/pickedAccounts.ts';
import { AUTH_PROVIDER_ID, AUTH_PROVIDER_LABEL } from './vscode/auth/provider/providerId.ts';
import { createSecretStore, rescanOnChange } from './vscode/auth/provider/secretStore.ts';
import { SignedInAccounts } from './vscode/auth/accounts/signedInAccounts.ts';
import { SignInPrompts } from './vscode/auth/provider/signInPrompts.ts';
import { createSignInTo } from './vscode/auth/signInTo.ts';
import { createSignOutOf } from './vscode/auth/accounts/signOutOf.ts';
import { createStepUp } from './vscode/auth/stepUp.ts';
import { createSwitchAccount } from './vscode/auth/accounts/switchAccount.ts';
import { registerCommands } from './vscode/commands/registerCommands.ts';
import { createRunCommand } from './vscode/commands/runCommand.ts';
import { createDemoControl } from './vscode/demo/createDemoControl.ts';
import { createDemoServer } from './vscode/demo/demoServer.ts';
import { rejoinDemo } from './vscode/demo/rejoinDemo.ts';
import { createDiagnosisPlanning } from './vscode/diagnosis/diagnosisPlanning.ts';
import { registerDiagnosis } from './vscode/diagnosis/registerDiagnosis.ts';
import { extensionVersion } from './vscode/extensionVersion.ts';
import type { FaceOptions } from './vscode/faceOptions.ts';
import { registerIncidents } from './vscode/incidents/registerIncidents.ts';
import { registerPrompts } from './vscode/prompts/registerPrompts.ts';
import { ADD_SERVER_PATH } from './vscode/servers/serverLink.ts';
import { createServerLinkRoute } from './vscode/servers/serverLinkRoute.ts';
import { SettingsServerRegistry } from './vscode/servers/settingsServerRegistry.ts';
import { readClientMetadataUrl } from './vscode/settings/clientMetadataUrl.ts';
import { createServersSetting } from './vscode/settings/serversSetting.ts';
import { createStatusBarItem, showInStatusBar } from './vscode/statusBar.ts';
import { registerTools } from './vscode/tools/registerTools.ts';

/** Builds the extension from its parts. Nothing is read, connected or loaded here that can wait. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Incident Desk', { log: true });
  const now = () => Date.now();
  const effects: Effects = { fetch: (...request) => fetch(...request), now, log };
  const host = editorHost(context.extension);
  const storage = context.globalStorageUri.fsPath;
  const run = createRunCommand(log);

  const setting = createServersSetting();
  const secrets = createSecretStore(context.secrets);
  const sessions = new Sessions({ secrets, directory: storage, effects });
  const callbacks = new Callbacks({ directory: storage, now, log });
  const links = new NotificationLinks();
  const memory = context.globalState;
  const issuers = createIssuerMemory(memory);
  const registrations = new Registrations(secrets, now);
  const known = {
    ...{ issuers, registrations },
    credentials: new Credentials(secrets),
    refusals: new ResourceRefusals(memory),
    clientMetadataUrl: readClientMetadataUrl,
  };
  const prompts = new SignInPrompts<Session>();
  const signIn = createSignIn({
    ...{ effects, host, callbacks, openBrowser: openInBrowser, links, setting, sessions, memory },
    ...known,
  });
  const signOutOf = createSignOutOf(sessions, openInBrowser, log);
  const provider = new OktaAuthenticationProvider({ sessions, prompts, signIn, signOutOf, log });
  const picked = createPickedAccounts(memory);
  const accounts = new SignedInAccounts(picked, log);
  const ask = createAskForSession({ prompts, picked, accounts });
  const signInTo = createSignInTo({ ask, accounts, setting });
  const switchAccount = createSwitchAccount({ sessions, accounts, ask });

  const clientVersion = extensionVersion(context.extension);
  const registry = new SettingsServerRegistry({
    setting,
    accounts,
    log,
    makeClient: (entry) =>
      createServerClient({ entry, tokens: accountTokens(entry, accounts, sessions), effects, clientVersion }),
  });
  const statusBarItem = createStatusBarItem();
  const control = createDemoControl({ directory: path.join(storage, 'demo'), extensionUri: context.extensionUri, log });
  const demo = createDemoServer({ control, setting, sessions, host });
  const withStepUp = createWithStepUp(createStepUp(ask, accounts));
  const face: FaceOptions = { registry, log, now, extensionUri: context.extensionUri, run, withStepUp };

  context.subscriptions.push(
    log,
    setting,
    sessions,
    callbacks,
    links,
    provider,
    accounts,
    registry,
    statusBarItem,
    demo,
    vscode.authentication.registerAuthenticationProvider(AUTH_PROVIDER_ID, AUTH_PROVIDER_LABEL, provider, {
      supportsMultipleAccounts: true,
    }),
    vscode.window.registerUriHandler(
      createUriHandler(callbacks, log, { [ADD_SERVER_PATH]: createServerLinkRoute({ setting, signInTo }, log) }),
    ),
    rescanOnChange(context.secrets, sessions, log),
    watchAccounts(registry, accounts, (status) => {
      showInStatusBar(statusBarItem, status);
      void vscode.commands.executeCommand('setContext', 'incidentDesk.signedIn', status.kind === 'signedIn');
    }),
    registerCommands({
      ...{ run, log, effects, host, setting, sessions, registry, accounts, signInTo, signOutOf, switchAccount },
      ...{ issuers, links, demo },
    }),
    registerIncidents(face),
    registerTools(face),
    registerPrompts(face),
    registerDiagnosis({
      ...{ run, effects, registry, accounts, sessions, host },
      planning: createDiagnosisPlanning({ setting, sessions, host, ...known }),
      version: clientVersion,
    }),
  );
  void rejoinDemo(demo, log);
}
