import type { IncidentDeskApi, IncidentDeskExports } from './incidentDeskApi.ts';

/** Answers for one extension, loaded when it first asks. */
type ApiFor = (extensionId: string) => Promise<IncidentDeskApi>;

/** What `activate()` returns: nothing is loaded before another extension calls something. */
export function createExports(apiFor: ApiFor): IncidentDeskExports {
  return {
    getAPI: (version: number, extensionId: string) => {
      if (version !== 1) throw new Error(`Incident Desk has no API of version ${version}, only of version 1.`);
      if (typeof extensionId !== 'string') throw new Error('getAPI needs the id of the extension that calls.');
      const api = (): Promise<IncidentDeskApi> => apiFor(extensionId);
      return {
        listServers: async () => (await api()).listServers(),
        listTools: async (...asked) => (await api()).listTools(...asked),
        callTool: async (...asked) => (await api()).callTool(...asked),
        readResource: async (...asked) => (await api()).readResource(...asked),
      };
    },
  };
}
