import type { Sessions } from '../../core/oauth/sessions/sessions.ts';
import type { EditorHost } from '../auth/planning/editorHost.ts';
import type { IssuerMemory } from '../auth/planning/issuerMemory.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import { addServerCommand, type AddServerOptions } from './addServer.ts';
import { copyRedirectUrisCommand } from './copyRedirectUris.ts';
import { copyServerLinkCommand } from './copyServerLink.ts';
import type { Feature } from './feature.ts';
import { openSettingsCommand } from './openSettings.ts';
import { removeServerCommand } from './removeServer.ts';

/** What the commands for the list of servers are built from. */
export interface ServerCommandsOptions extends AddServerOptions {
  readonly sessions: Sessions;
  readonly registry: ServerRegistry;
  readonly issuers: Pick<IssuerMemory, 'learned'>;
  readonly host: EditorHost;
}

/** The commands for the list of servers. */
export function createServerCommands(
  options: ServerCommandsOptions,
): Feature<
  | 'incidentDesk.addServer'
  | 'incidentDesk.removeServer'
  | 'incidentDesk.copyServerLink'
  | 'incidentDesk.copyRedirectUris'
  | 'incidentDesk.openSettings'
> {
  const { setting, sessions, registry, host } = options;
  return {
    commands: {
      'incidentDesk.addServer': addServerCommand(options),
      'incidentDesk.removeServer': removeServerCommand(setting, sessions),
      'incidentDesk.copyServerLink': copyServerLinkCommand(registry, host),
      'incidentDesk.copyRedirectUris': copyRedirectUrisCommand(options),
      'incidentDesk.openSettings': openSettingsCommand(),
    },
    dispose: () => {},
  };
}
