import * as vscode from 'vscode';
import type { Subscription } from '../../../core/effects.ts';
import type { SignedInAccounts } from '../../auth/accounts/signedInAccounts.ts';
import type { UriRoute } from '../../auth/browser/callbackUriHandler.ts';
import { createIncidentLinkRoute, type IncidentLinkOptions } from './incidentLinkRoute.ts';

/** What links to incidents need. */
export interface IncidentLinksOptions extends Pick<IncidentLinkOptions, 'registry' | 'signInTo' | 'open' | 'gate'> {
  readonly accounts: Pick<SignedInAccounts, 'current'>;
}

/** What comes by links to incidents. */
export interface IncidentLinks extends Subscription {
  readonly route: UriRoute;
}

/** Builds {@link IncidentLinks}. */
export function createIncidentLinks({ accounts, ...options }: IncidentLinksOptions): IncidentLinks {
  return {
    route: createIncidentLinkRoute({
      ...options,
      isSignedIn: async (serverId) => (await accounts.current(serverId)) !== undefined,
      addServer: async (url) => {
        await vscode.commands.executeCommand('incidentDesk.addServer', { url });
      },
    }),
    dispose: () => {},
  };
}
