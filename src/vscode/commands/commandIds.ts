/** Every command of the extension, in the order of the manifest; a test compares the two. */
export const COMMAND_IDS = [
  'incidentDesk.signIn',
  'incidentDesk.signInAnotherWay',
  'incidentDesk.switchAccount',
  'incidentDesk.signOut',
  'incidentDesk.addServer',
  'incidentDesk.removeServer',
  'incidentDesk.copyServerLink',
  'incidentDesk.copyRedirectUris',
  'incidentDesk.refreshIncidents',
  'incidentDesk.loadMoreIncidents',
  'incidentDesk.openIncident',
  'incidentDesk.copyIncidentId',
  'incidentDesk.createIncident',
  'incidentDesk.askForPermission',
  'incidentDesk.callTool',
  'incidentDesk.runTool',
  'incidentDesk.resetToolArguments',
  'incidentDesk.saveResult',
  'incidentDesk.renderPrompt',
  'incidentDesk.copyPrompt',
  'incidentDesk.insertPrompt',
  'incidentDesk.sendPromptToChat',
  'incidentDesk.startDemo',
  'incidentDesk.stopDemo',
  'incidentDesk.diagnose',
  'incidentDesk.copyDiagnosis',
  'incidentDesk.openSettings',
  'incidentDesk.showLog',
] as const;

/** One of {@link COMMAND_IDS}. */
export type CommandId = (typeof COMMAND_IDS)[number];
