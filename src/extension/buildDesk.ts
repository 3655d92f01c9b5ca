import path from 'node:path';
import * as vscode from 'vscode';
import type { Effects } from '../core/effects.ts';
import { inBackground } from '../core/inBackground.ts';
import { IncidentDrafts } from '../core/incidents/create/incidentDrafts.ts';
import { createServerClient } from '../core/mcp/createServerClient.ts';
import { RememberedArguments } from '../core/mcp/toolArguments/rememberedArguments.ts';
import { createWithStepUp } from '../core/mcp/withStepUp.ts';
import { serverId, type ServerEntry } from '../core/serverEntry.ts';
import type { AccountStatus } from '../vscode/accountStatus.ts';
import { watchAccounts } from '../vscode/accountWatch.ts';
import { accountTokens } from '../vscode/auth/accounts/accountTokens.ts';
import { forgetWithAccount } from '../vscode/auth/accounts/forgetWithAccount.ts';
import { editorHost } from '../vscode/auth/planning/editorHost.ts';
import { createStepUp } from '../vscode/auth/stepUp.ts';
import { extensionVersion } from '../vscode/extensionVersion.ts';
import { demoEntriesIn } from '../vscode/demo/demoEntry.ts';
import { ARGUMENTS_SCHEME, SAMPLING_SCHEME } from '../vscode/documents/schemes.ts';
import type { FaceOptions } from '../vscode/faceOptions.ts';
import { KnownRows } from '../vscode/incidents/list/knownRows.ts';
import { forgetDrafts } from '../vscode/incidents/create/forgetDrafts.ts';
import { createServerMemory } from '../vscode/servers/serverMemory.ts';
import { createServerLinkRoute } from '../vscode/servers/serverLinkRoute.ts';
import { DraftStore } from '../vscode/tools/arguments/draftStore.ts';
import { forgetArguments } from '../vscode/tools/arguments/forgetArguments.ts';
import { SettingsServerRegistry } from '../vscode/servers/settingsServerRegistry.ts';
import { createServersSetting } from '../vscode/settings/serversSetting.ts';
import { FirstUse } from '../vscode/start/firstUse.ts';
import { DeskStatusBar } from '../vscode/statusBar.ts';
import type { Gate } from '../vscode/words/gate.ts';
import { buildAccounts, type AccountsOptions } from './buildAccounts.ts';

/** What the desk is built from. */
export interface DeskOptions extends Pick<AccountsOptions, 'announce'> {
  readonly context: AccountsOptions['context'] &
    Pick<vscode.ExtensionContext, 'extension' | 'extensionUri' | 'workspaceState'>;
  readonly log: vscode.LogOutputChannel;
  readonly gate: Gate;
}

/** What several features share: accounts and the configured servers. Built once, when the first of them is needed. */
export type Desk = ReturnType<typeof buildDesk>;

/** Builds the {@link Desk}; from then on the status bar tells who is signed in. */
export function buildDesk({ context, log, gate, announce }: DeskOptions) {
  const now = () => Date.now();
  const effects: Effects = { fetch: (...request) => fetch(...request), now, log };
  const host = editorHost(context.extension);
  const setting = createServersSetting();
  const accounts = buildAccounts({ context, effects, host, setting, announce });
  const version = extensionVersion(context.extension);
  const { accounts: signedIn, sessions } = accounts;
  const requestDesk = new FirstUse(async () =>
    (await import('../vscode/requests/requestDesk.ts')).createRequestDesk({
      ...{ log, now, memory: context.globalState, scheme: SAMPLING_SCHEME, accounts: signedIn },
    }),
  );
  const requestsOf = (entry: ServerEntry) => async () => {
    const { createServerRequests } = await import('../vscode/requests/createServerRequests.ts');
    return createServerRequests(entry, await requestDesk.get());
  };
  const registry = new SettingsServerRegistry({
    ...{ setting, accounts: signedIn, log },
    makeClient: (entry) =>
      createServerClient({
        ...{ entry, effects, clientVersion: version, requests: requestsOf(entry) },
        tokens: accountTokens(entry, signedIn, sessions),
        memory: createServerMemory({
          ...{ memory: context.globalState, serverId: serverId(entry), now },
          account: async () => (await signedIn.current(serverId(entry)))?.account.id,
        }),
      }),
  });
  const withStepUp = createWithStepUp(createStepUp(accounts.ask, signedIn));
  const face: FaceOptions = { registry, log, now, extensionUri: context.extensionUri, withStepUp };
  const remembered = new RememberedArguments(context.globalState);
  const incidentDrafts = new IncidentDrafts(context.workspaceState, now);
  const statusBar = new DeskStatusBar();
  const showAccounts = (status: AccountStatus): void => {
    statusBar.showAccounts(status);
    const isSignedIn = status.kind === 'signedIn';
    inBackground(vscode.commands.executeCommand('setContext', 'incidentDesk.signedIn', isSignedIn), 'setContext', log);
  };
  const watching = watchAccounts(registry, signedIn, showAccounts, log);
  const known = { ...accounts.known, setting, sessions, host };
  const drafts = new DraftStore(context.workspaceState, now);
  const knownRows = new KnownRows({
    directory: path.join(context.globalStorageUri.fsPath, 'incidents'),
    account: async (id) => (await signedIn.current(id))?.account.id,
    log,
  });
  const leaving = { registry, accounts: signedIn, log };
  const forgetting = [
    forgetArguments({ remembered, drafts, scheme: ARGUMENTS_SCHEME }, leaving),
    forgetWithAccount([knownRows], leaving),
    forgetDrafts(incidentDrafts, { ...leaving, sessions }),
  ];
  const parts = [watching, ...forgetting, statusBar, registry, requestDesk, accounts, setting];
  return {
    ...accounts,
    ...{ effects, log, host, setting, version, registry, face, remembered, drafts, incidentDrafts, knownRows },
    issuers: known.issuers,
    showIncidents: statusBar.showIncidents,
    /** What passes between servers and language models. */
    samplingFiles: async () => (await requestDesk.get()).documents,
    /** What a sign-in to a server would go by now. */
    planning: async (entry: ServerEntry) => {
      const { createDiagnosisPlanning } = await import('../vscode/diagnosis/diagnosisPlanning.ts');
      return createDiagnosisPlanning(known)(entry);
    },
    /** Whether the local demo is one of the servers. */
    hasDemo: () =>
      demoEntriesIn(
        registry.list().map(({ entry }) => entry),
        undefined,
      ).length > 0,
    addServerRoute: createServerLinkRoute({ setting, signInTo: accounts.signInTo }, gate),
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
}
