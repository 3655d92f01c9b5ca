import path from 'node:path';
import * as vscode from 'vscode';
import type { Subscription } from './core/effects.ts';
import type { Desk } from './extension/buildDesk.ts';
import { createExports } from './vscode/api/exports.ts';
import type { IncidentDeskExports } from './vscode/api/incidentDeskApi.ts';
import { createUriHandler } from './vscode/auth/browser/callbackUriHandler.ts';
import { AUTH_PROVIDER_ID, AUTH_PROVIDER_LABEL } from './vscode/auth/provider/providerId.ts';
import { PARTICIPANT, PROVIDE_SETTING, SERVER_DEFINITIONS } from './vscode/chat/chatIds.ts';
import { registerCommands } from './vscode/commands/registerCommands.ts';
import {
  ARGUMENTS_SCHEME,
  PROMPT_SCHEME,
  RESOURCE_SCHEME,
  RESULT_SCHEME,
  SAMPLING_SCHEME,
} from './vscode/documents/schemes.ts';
import { CREATE_PANEL, INCIDENT_PANEL, INCIDENTS_VIEW } from './vscode/incidents/faceIds.ts';
import { INCIDENT_PATH } from './vscode/incidents/links/incidentLink.ts';
import type { Incidents } from './vscode/incidents/createIncidents.ts';
import { ADD_SERVER_PATH } from './vscode/servers/addServerPath.ts';
import type { ServersFeature } from './vscode/servers/view/createServersView.ts';
import { SERVERS_VIEW } from './vscode/servers/viewId.ts';
import { FirstUse } from './vscode/start/firstUse.ts';
import { followTextEditor } from './vscode/start/lastTextEditor.ts';
import { LazyAuthenticationProvider } from './vscode/start/lazyAuthenticationProvider.ts';
import { registerLazyFiles } from './vscode/start/lazyFiles.ts';
import { registerLazyPanels } from './vscode/start/lazyPanels.ts';
import { registerLazyMcpServers } from './vscode/start/lazyMcpServers.ts';
import { registerLazyParticipant } from './vscode/start/lazyParticipant.ts';
import { LazyTree } from './vscode/start/lazyTree.ts';
import { offerProblemActions } from './vscode/start/problemActions.ts';
import { onServersSetUp } from './vscode/start/onServersSetUp.ts';
import { createGate } from './vscode/words/gate.ts';

/**
 * Registers thin faces of all that VS Code may ask for. What is behind them is loaded and built when it first asks:
 * whatever is imported above without `import()` is paid for by everybody at each start.
 */
export function activate(context: vscode.ExtensionContext): IncidentDeskExports {
  const log = vscode.window.createOutputChannel('Incident Desk', { log: true });
  const gate = createGate(log);
  const provider: LazyAuthenticationProvider = new LazyAuthenticationProvider(
    async () => (await desk.get()).provider,
    log,
  );
  const { announce } = provider;
  const desk = new FirstUse<Desk>(async () =>
    (await import('./extension/buildDesk.ts')).buildDesk({ context, log, gate, announce }),
  );
  /** For what comes from outside: who sent it hears of no failure, so that the person must. */
  const gated = async <T>(loading: Promise<T>, what: string): Promise<T> => {
    try {
      return await loading;
    } catch (error) {
      void gate(error, what);
      throw error;
    }
  };
  const deskFor = (what: string): Promise<Desk> => gated(desk.get(), what);
  const tree = new LazyTree(INCIDENTS_VIEW, async () => (await incidents.get()).rows, gate);
  const view = vscode.window.createTreeView(INCIDENTS_VIEW, { treeDataProvider: tree, showCollapseAll: true });
  const serversTree = new LazyTree(SERVERS_VIEW, async () => (await offers.get()).rows, gate);
  const serversPane = vscode.window.createTreeView(SERVERS_VIEW, {
    treeDataProvider: serversTree,
    showCollapseAll: true,
  });
  const lastEditor = followTextEditor(PROMPT_SCHEME);

  /** What is loaded on first use, and built from what it needs of the desk. */
  const feature = <T extends Subscription>(build: (from: Desk) => Promise<T>) =>
    new FirstUse(async () => build(await desk.get()));
  const accounts = feature(async (from) =>
    (await import('./vscode/commands/createAccountCommands.ts')).createAccountCommands(from),
  );
  const servers = feature(async (from) =>
    (await import('./vscode/commands/createServerCommands.ts')).createServerCommands(from),
  );
  const offers: FirstUse<ServersFeature> = feature(async (from) =>
    (await import('./vscode/servers/view/createServersView.ts')).createServersView({
      ...{ ...from, view: serversPane, changed: serversTree.changed },
    }),
  );
  const incidents: FirstUse<Incidents> = feature(
    async ({ face, knownRows, incidentDrafts, showIncidents, accounts: signedIn }) =>
      (await import('./vscode/incidents/createIncidents.ts')).createIncidents({
        ...{ ...face, view, changed: tree.changed, known: knownRows, drafts: incidentDrafts, showIncidents },
        account: async (serverId) => (await signedIn.current(serverId))?.account.id ?? '',
        newsFolder: path.join(context.globalStorageUri.fsPath, 'news'),
      }),
  );
  const links = feature(async ({ registry, signInTo, accounts: signedIn }) => {
    const { createIncidentLinks } = await import('./vscode/incidents/links/createIncidentLinks.ts');
    const { open } = await incidents.get();
    return createIncidentLinks({ registry, signInTo, accounts: signedIn, open, gate });
  });
  const schemes = { ofArguments: ARGUMENTS_SCHEME, ofResults: RESULT_SCHEME };
  const tools = feature(async ({ face, accounts: signedIn, remembered, drafts }) =>
    (await import('./vscode/tools/createTools.ts')).createTools({
      ...face,
      accounts: signedIn,
      remembered,
      drafts,
      schemes,
    }),
  );
  const prompts = feature(async ({ face, accounts: signedIn }) =>
    (await import('./vscode/prompts/createPrompts.ts')).createPrompts({
      ...{ ...face, accounts: signedIn, lastEditor, scheme: PROMPT_SCHEME },
    }),
  );
  const work = feature(async ({ face }) => {
    const { createIncidentWork } = await import('./vscode/incidents/work/createIncidentWork.ts');
    const { choose, activeFilter } = await incidents.get();
    const { show } = await prompts.get();
    return createIncidentWork({ ...face, choose, activeFilter, showPrompt: show, lastEditor });
  });
  const resources = feature(async ({ face, accounts: signedIn }) =>
    (await import('./vscode/resources/createResources.ts')).createResources({ ...face, accounts: signedIn }),
  );
  const demo = feature(async (from) =>
    (await import('./vscode/demo/createDemoFeature.ts')).createDemoFeature({
      ...{ ...from, extensionUri: context.extensionUri },
      directory: path.join(context.globalStorageUri.fsPath, 'demo'),
    }),
  );
  const diagnosis = feature(async (from) =>
    (await import('./vscode/diagnosis/createDiagnosis.ts')).createDiagnosis(from),
  );
  const api = feature(async (from) =>
    (await import('./vscode/api/createApi.ts')).createApi({ ...from, memory: context.globalState }),
  );
  const offered = feature(
    async (from) => new (await import('./vscode/chat/servers/offeredServers.ts')).OfferedServers(from),
  );
  const participant = feature(async ({ face, accounts: signedIn }) =>
    (await import('./vscode/chat/participant/createParticipant.ts')).createParticipant({ ...face, accounts: signedIn }),
  );
  const chatIcon = vscode.Uri.joinPath(context.extensionUri, 'media', 'activity.svg');
  const logCommands = { get: async () => ({ commands: { 'incidentDesk.showLog': () => log.show() } }) };

  context.subscriptions.push(
    ...[view, tree, serversPane, serversTree, provider, lastEditor],
    ...[accounts, servers, offers, incidents, links, tools, prompts, work, resources, demo, diagnosis, api],
    ...[offered, participant, desk],
    vscode.authentication.registerAuthenticationProvider(AUTH_PROVIDER_ID, AUTH_PROVIDER_LABEL, provider, {
      supportsMultipleAccounts: true,
    }),
    vscode.window.registerUriHandler(
      createUriHandler({ deliver: async (callback) => (await deskFor('callback')).callbacks.deliver(callback) }, log, {
        [ADD_SERVER_PATH]: async (uri) => (await deskFor('add-server link')).addServerRoute(uri),
        [INCIDENT_PATH]: async (uri) => (await gated(links.get(), 'link to an incident')).route(uri),
      }),
    ),
    registerLazyFiles(RESOURCE_SCHEME, async () => (await resources.get()).files, true),
    registerLazyPanels(INCIDENT_PANEL, async () => (await incidents.get()).restorePage, gate),
    registerLazyPanels(CREATE_PANEL, async () => (await incidents.get()).restoreForm, gate),
    registerLazyFiles(ARGUMENTS_SCHEME, async () => (await tools.get()).argumentFiles, false),
    registerLazyFiles(RESULT_SCHEME, async () => (await tools.get()).resultFiles, true),
    registerLazyFiles(PROMPT_SCHEME, async () => (await prompts.get()).files, true),
    registerLazyFiles(SAMPLING_SCHEME, async () => (await desk.get()).samplingFiles(), true),
    registerLazyMcpServers({ id: SERVER_DEFINITIONS, setting: PROVIDE_SETTING, log }, () => offered.get()),
    registerLazyParticipant({ id: PARTICIPANT, iconPath: chatIcon, log }, () => participant.get()),
    registerCommands(
      {
        'incidentDesk.signIn': accounts,
        'incidentDesk.signInAnotherWay': accounts,
        'incidentDesk.switchAccount': accounts,
        'incidentDesk.signOut': accounts,
        'incidentDesk.addServer': servers,
        'incidentDesk.removeServer': servers,
        'incidentDesk.copyServerLink': servers,
        'incidentDesk.copyRedirectUris': servers,
        'incidentDesk.refreshServers': offers,
        'incidentDesk.refreshServer': offers,
        'incidentDesk.copyResourceUri': offers,
        'incidentDesk.openSettings': servers,
        'incidentDesk.refreshIncidents': incidents,
        'incidentDesk.loadMoreIncidents': incidents,
        'incidentDesk.groupIncidents': incidents,
        'incidentDesk.sortIncidents': incidents,
        'incidentDesk.filterIncidents': incidents,
        'incidentDesk.clearIncidentFilter': incidents,
        'incidentDesk.showMyIncidents': incidents,
        'incidentDesk.openIncident': incidents,
        'incidentDesk.copyIncidentId': incidents,
        'incidentDesk.acknowledgeIncident': incidents,
        'incidentDesk.resolveIncident': incidents,
        'incidentDesk.reopenIncident': incidents,
        'incidentDesk.setIncidentSeverity': incidents,
        'incidentDesk.assignIncidentToMe': incidents,
        'incidentDesk.addIncidentNote': incidents,
        'incidentDesk.muteNotifications': incidents,
        'incidentDesk.unmuteNotifications': incidents,
        'incidentDesk.createIncident': incidents,
        'incidentDesk.createIncidentFromSelection': incidents,
        'incidentDesk.createIncidentFromProblem': incidents,
        'incidentDesk.createIncidentFromTestFailure': incidents,
        'incidentDesk.createIncidentFromTerminal': incidents,
        'incidentDesk.triageIncidents': work,
        'incidentDesk.writePostmortem': work,
        'incidentDesk.createIncidentBranch': work,
        'incidentDesk.insertIncidentReference': work,
        'incidentDesk.askForPermission': incidents,
        'incidentDesk.callTool': tools,
        'incidentDesk.runTool': tools,
        'incidentDesk.resetToolArguments': tools,
        'incidentDesk.saveResult': tools,
        'incidentDesk.renderPrompt': prompts,
        'incidentDesk.copyPrompt': prompts,
        'incidentDesk.insertPrompt': prompts,
        'incidentDesk.sendPromptToChat': prompts,
        'incidentDesk.savePrompt': prompts,
        'incidentDesk.openResource': resources,
        'incidentDesk.startDemo': demo,
        'incidentDesk.stopDemo': demo,
        'incidentDesk.diagnose': diagnosis,
        'incidentDesk.copyDiagnosis': diagnosis,
        'incidentDesk.forgetAllowedExtensions': api,
        'incidentDesk.showLog': logCommands,
      },
      gate,
    ),
    offerProblemActions(),
    onServersSetUp(async (fromStart) => {
      const { hasDemo } = await desk.get();
      // The demo that was running when this window was closed.
      if (fromStart && hasDemo()) await (await demo.get()).rejoin();
      // Incidents are followed, and told of, though nobody has opened the view yet.
      (await incidents.get()).start();
    }, log),
    log,
  );
  return createExports(async (extensionId) => (await api.get()).apiFor(extensionId));
}
